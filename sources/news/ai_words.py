"""The words that tell whether a text is about artificial intelligence, English and Chinese, in named lists.

NAMES count as they are written (`Gemini` and `RAG`, not `gemini` and `rag`), PHRASES in any case; one of either is
enough. HINTS mean it only in company: two of them, one among COMPANY. IN_ADDRESS is looked for in hosts and paths.
Chinese has no spaces, so its words are found inside longer text; those of CHINESE_HINTS count in a title alone.
"""

_ABBREVIATIONS = (
    r"AIs?|A\.I\.|AGI|ASI|GenAI|AIGC|LLMs?|VLMs?|MLLMs?|NLP|RLHF|RLVR|GRPO|RAG|MoE|MCP|TTS|LoRA|GGUF|MLOps|"
    r"[A-Z]\w{0,20}(?:AI|LLM)"
)

_LABS = (
    r"Open ?AI|Anthropic|Deep ?Mind|xAI|Mistral|Cohere|Hugging ?Face|Stability AI|MiniMax|Moonshot|Zhipu(?:AI)?|Z\.ai|"
    r"Deep ?[Ss]eek|StepFun|Baichuan|SenseTime|iFlytek|Cerebras|Groq|SambaNova|Perplexity|ElevenLabs|Runway ?ML|"
    r"Midjourney|Safe Superintelligence|Thinking Machines|AI21|EleutherAI|LAION|Nous ?Research|Sakana|LangChain|"
    r"LlamaIndex|Weights & Biases|CoreWeave|Unsloth|Black Forest Labs|Physical Intelligence|METR|Waymo|Unitree|"
    r"Scale AI|ComfyUI|Manus|Aleph Alpha|Adept|Inflection AI|Ollama|vLLM|llama\.cpp|SGLang|PyTorch|TensorFlow|JAX|Keras"
)

_MODELS = (
    r"(?:Chat)?GPT(?:[-‑ ]?\d[\w.]*)?|Claude|Gemini|Gemma ?\d*\w*|Llama[- ]?\d[\w.]*|Qwen[\w.-]*|Kimi|GLM(?:-[\w.]+)?|"
    r"Grok|Codex|Copilot|Sora|DALL[-·]?E|Stable Diffusion|Seedance|Seedream|Whisper|Nemotron\w*|Phi-\d\w*|Mixtral|"
    r"Devstral|Voxtral|Nano Banana|Veo ?\d|Lyria|Imagen ?\d|NotebookLM|Alpha(?:Fold|Go|Zero|Proof|Evolve)|OpenClaw|"
    r"Seed ?\d\.\d|Dola-Seed[\w.-]*|"
    r"Moltbook|Opus [34]\S*|Sonnet [34]\S*|Haiku [34]\S*|ERNIE|Hunyuan|Doubao|SWE-?[Bb]ench\w*|ARC-AGI\S*|OpenCode|"
    r"Optimus|BERT|Moltbot|Clawdbot"
)

NAMES = rf"(?:{_ABBREVIATIONS}|{_LABS}|{_MODELS})"

PHRASES = (
    r"ai[- ](?:generated|powered|driven|agents?|models?)|llms?|"
    r"artificial (?:general )?intelligence|superintelligence|machine[- ]learning|deep[- ]learning|"
    r"reinforcement learning|(?:large |small )?language models?|vision[- ]language|"
    r"(?:coding|foundation|frontier|reasoning|world|diffusion|multimodal|embedding|generative|reward) models?|"
    r"open[- ]weights?|speculative decoding|(?:autonomous|self-\w+) agents?|"
    r"deep ?fakes?|neural net\w*|text[- ]to[- ](?:image|video|speech)|chat ?bots?|prompt (?:injections?|engineering)|"
    r"(?:vibe|agentic)[- ]cod\w+|coding[- ]agents?|agentic|generative \w+|agent (?:swarms?|harness\w*)|"
    r"context windows?|KV[- ]cache|LLM inference|self[- ]driving|robotaxis?|humanoids?|speech recognition|"
    r"computer vision|machine translation|image generators?|tokenizers?|hallucinations?"
)

HINTS = (
    r"models?|agents?|inference|training|trained|pre-?train\w*|prompts?|prompting|tokens?|benchmarks?|GPUs?|TPUs?|"
    r"CUDA|robots?|robotics?|embeddings?|transformers?|open[- ]source|data ?cent(?:er|re)s?|Nvidia|Cursor|"
    r"Altman|Amodei|Musk|LeCun|Hassabis|Sutskever|Karpathy|superhuman|alignment|reasoning|weights|assistants?|autonomous|"
    r"compute|accelerators?|HBM|classifiers?|parameters|fine[- ]tun\w+|distill\w*|quantiz\w+|intelligent"
)

COMPANY = r"models?|GPUs?|inference|trained|tokens?|prompts?|transformers?|weights|embeddings?|agents?|Cursor|Altman"

IN_ADDRESS = (
    r"ai|llms?|artificial intelligence|machine learning|deep learning|openai|anthropic|claude|deepmind|mistral|cohere|"
    r"huggingface|minimax|minimaxi|moonshot|zhipuai|zhipu|deepseek|stepfun|baichuan|sensetime|cerebras|groq|perplexity|"
    r"elevenlabs|runwayml|midjourney|langchain|llamaindex|unsloth|chatgpt|ollama|vllm|pytorch|qwen|qwenlm|kimi|bair|"
    r"nvidiaai|googledeepmind|togethercompute|alibaba qwen|geminiapp|mistralai|xai|cursor"
)

CHINESE = (
    "人工智能|大模型|大语言模型|语言模型|机器学习|深度学习|强化学习|神经网络|智能体|生成式|多模态|具身|人形机器人|"
    "自动驾驶|智能驾驶|智驾|无人驾驶|无人车|智算|世界模型|提示词|预训练|推理模型|视频模型|旗舰模型|开源模型|模型开源|"
    "聊天机器人|数字人(?!民币)|数字员工|深度伪造|机器视觉|计算机视觉|语音识别|智谱|月之暗面|阶跃星辰|零一万物|商汤|"
    "科大讯飞|面壁智能|深度求索|通义|千问|豆包|文心|混元|可灵|即梦|宇树|智元机器人|银河通用|优必选|萝卜快跑|小马智行|"
    "文远知行|奥特曼|脑机接口"
)
CHINESE_NAMES = (
    r"AI|AIGC|GPT|ChatGPT|LLM|Token|Agent|Agents|Claude|Gemini|OpenAI|DeepSeek|Anthropic|Qwen|Kimi|Sora|Grok|Manus|"
    r"Robotaxi|xAI|MiniMax|MINIMAX|Vibe Coding|Copilot|OpenClaw|CoreWeave"
)
CHINESE_HINTS = "英伟达|算力|机器人|寒武纪|摩尔线程|模型"
