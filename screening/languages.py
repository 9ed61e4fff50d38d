"""The same demands in other languages: to set instructions aside, and to judge kindly."""

OVERRIDE = (
    # French, Spanish, Portuguese, Italian
    r"\b(?:ignore[zr]?|oublie[zr]?|négligez?|ne tenez pas compte)\s+(?:toutes?|tous|les|des|de|tes|vos|ces|aux)\s+(?:\w+\s+){0,2}"
    r"(?:instructions|consignes|directives|règles)\b",
    r"\b(?:ignora|ignore|ignorad|olvida|olvide|omite|desatiende)\s+(?:\w+\s+){0,3}(?:instrucciones|indicaciones|reglas|directrices)\b",
    r"\b(?:ignore|ignora|esqueça|desconsidere)\s+(?:\w+\s+){0,3}(?:instruções|orientações|regras|diretrizes)\b",
    r"\b(?:ignora|ignorate|dimentica|dimenticate|trascura)\s+(?:\w+\s+){0,3}(?:istruzioni|indicazioni|regole|direttive)\b",
    # German, Dutch, Swedish
    r"\b(?:ignoriere?|ignorieren sie|vergiss|vergessen sie|missachte|missachten sie)\s+(?:\w+\s+){0,3}(?:anweisungen|instruktionen|vorgaben|regeln|richtlinien)\b",
    r"\b(?:negeer|vergeet|ignoreer)\s+(?:\w+\s+){0,3}(?:instructies|aanwijzingen|regels|opdrachten)\b",
    r"\b(?:ignorera|glöm|bortse från)\s+(?:\w+\s+){0,3}(?:instruktioner(?:na)?|anvisningar|regler)\b",
    # Polish, Czech, Russian, Ukrainian
    r"\b(?:zignoruj|ignoruj|zapomnij)\s+(?:\w+\s+){0,3}(?:instrukcj\w+|poleceni\w+|zasad\w*|wytyczn\w+)\b",
    r"\b(?:ignoruj|ignorujte|zapomeň|zapomeňte)\s+(?:\w+\s+){0,3}(?:instrukc\w+|pokyn\w+|pravid\w+)\b",
    r"\b(?:игнорируй(?:те)?|проигнорируй(?:те)?|забудь(?:те)?)\s+(?:\w+\s+){0,3}(?:инструкци\w+|указани\w+|правил\w*|команд\w*)",
    r"\b(?:ігноруй(?:те)?|проігноруй(?:те)?|забудь(?:те)?)\s+(?:\w+\s+){0,3}(?:інструкці\w+|вказівк\w+|правил\w*)",
    # Turkish, Vietnamese, Indonesian
    r"\b(?:talimat|komut|yönerge|kural)\w*\s+(?:\w+\s+)?(?:yok say|unut|görmezden gel|dikkate alma)",
    r"bỏ qua\s+(?:\w+\s+){0,4}(?:hướng dẫn|chỉ dẫn|lệnh|chỉ thị)",
    r"\b(?:abaikan|lupakan)\s+(?:\w+\s+){0,2}(?:instruksi|perintah|petunjuk)\b",
    # Chinese, Japanese, Korean
    r"(?:忽略|无视|忘记|忘掉|不要理会|忽視|無視|忘記)[^。！？，]{0,10}(?:指令|指示|提示|规则|規則|要求|命令|说明|設定|设定)",
    r"(?:指示|命令|プロンプト|ルール|指令|規則)(?:を|は)?(?:すべて|全て|全部|完全に)?(?:を)?(?:無視|忘れ|破棄)(?:し|て|せよ|しろ)",
    r"(?:지시|명령|프롬프트|규칙|지침)\w*\s*(?:모두\s*)?(?:무시|잊)(?:하|어|해)",
    # Arabic, Persian, Hindi
    r"(?:تجاهل|انس|أهمل)\s+(?:\S+\s+){0,2}(?:التعليمات|الأوامر|الإرشادات|القواعد)",
    r"(?:نادیده بگیر|فراموش کن)",
    r"(?:निर्देश|आदेश|नियम)\S*\s+(?:को\s+)?(?:अनदेखा|नज़रअंदाज़|भूल|उपेक्षा)",
)
"""An order to set instructions aside, in sentences in lower case."""

VERDICT = (
    r"\b(?:évaluation|critique|avis|rapport|recension) (?:uniquement |exclusivement )?(?:positive?|favorable)\b(?=.{0,40}(?:article|papier|manuscrit|$))",
    r"\brecommande[zr]? (?:l'acceptation|d'accepter)\b",
    r"\bno (?:menciones|mencione|destaques) (?:ninguna |ningún )?(?:debilidad|defecto|limitaci)\w*",
    r"\b(?:otorga|otorgue|asigna|asigne) la (?:puntuación|calificación|nota) (?:más alta|máxima)\b(?= a este|[.!]|$)",
    r"\b(?:nicht|keine) (?:schwächen|mängel) (?:erwähnen|nennen)\b",
    r"\b(?:bewerten sie|bewerte|begutachten sie)\b.{0,40}\b(?:positiv|bestnote|mit der höchsten)\b",
    r"\b(?:vergib|vergeben sie) die (?:bestnote|höchste)\b|\bempfiehl die annahme\b",
    r"\b(?:не упоминай(?:те)?|не указывай(?:те)?)\s+(?:\w+\s+){0,2}(?:недостатк\w+|слабост\w+|ограничени\w+)",
    r"\b(?:поставь(?:те)?|дай(?:те)?|напиши(?:те)?)\s+(?:\w+\s+){0,3}(?:высш\w+ оценк\w+|положительн\w+ (?:рецензи\w+|отзыв\w*))",
    r"(?:给出|給出|给予|写出|撰写|提供)(?:一个|一份)?(?:最高|正面|积极|肯定|满分)[^。！？]{0,6}(?:分|评价|評價|评审|审稿|意见)",
    r"(?:不要|请勿|勿|不得)(?:提及|提到|指出|列出)[^。！？]{0,8}(?:缺点|不足|弱点|问题|局限)",
    r"(?:请|务必|必须)(?:直接)?(?:推荐|建议)?(?:接收|录用)(?:本文|此文|这篇|该论文)|推荐(?:接收|录用)本文。?$",
    r"(?:致|给|对)(?:所有)?(?:ai|人工智能|大模型|语言模型|llm)(?:审稿人|评审|助手|模型)?[：:，,]",
    r"(?:欠点|弱点|問題点|短所)(?:に|には|を|は)(?:触れ|言及|指摘|記載)(?:ず|しない|せず|ない)",
    r"(?:肯定的|好意的|最高)(?:な)?(?:査読|評価|レビュー|点)(?:を|のみ)?[^。]{0,8}(?:ください|せよ|しなさい|書い|付け)",
    r"^(?:ai|人工知能|llm)[^。]{0,6}(?:査読者|レビュア|モデル)[^。]{0,4}へ",
    r"(?:긍정적인?|최고)\s*(?:리뷰|평가|점수|심사)[^.]{0,8}(?:작성|하세요|주세요|부여)",
    r"\b(?:positieve|lovende) (?:beoordeling|recensie)\b|\bpozytywną recenzję\b|\bolumlu bir değerlendirme yaz\b",
    r"\b(?:avaliação|resenha) positiva a este\b|\breseña positiva de este\b|\brecensione positiva\b",
    r"(?:مراجعة|تقييم)(?:ا|ًا)?\s*إيجابي",
    r"सकारात्मक\s+(?:समीक्षा|मूल्यांकन)\s+(?:दें|लिखें|दीजिए)",
)
"""A demand for a kind verdict. Only an order, or words to this text's reader: papers quote verdicts too."""
