"""Words of talk about papers: they say what a question wants to know, hardly ever which paper it is about.

`reject`, `weak baseline`, `unclear` fit any paper, and yet few abstracts have them, so that by rarity alone they would
count for much. Taken from 1,364 reviews of NeurIPS 2025: words in at least 2% of the reviews and at least 1.2 times as
frequent there as in abstracts; and a few that readers use (`reject`, `which`, `your`). The weight falls with the share
of reviews that have the word; it was chosen on those reviews, never on the queries that `paperwire eval run retrieval`
measures.
"""

_IN_MOST = """
1 2 3 4 about author be claim clear comparison concern contribution could did do doe e example g how i if is it lack
limited main make may me no not other our paper please proposed review reviewer section seem should show some t tell
there unclear well what which who why would you your
"""
_IN_MANY = """
ablation accept accepted although appear appendix applicability assumption benefit choice clarity clearly compare
detail difficult discussion explanation figure follow given hard idea important include instance interesting limit line
might missing motivation my novelty part reader reject rejected related see similar since so table technical think
understand very whether
"""
_IN_SOME = """
add al already am aspect assume b believe below bit c certain clarify consider convincing d definition discussed doesn
easy enough eq equation et etc explain explained focuse generalizability good heavily helpful hyperparameter
insufficient introduction intuitive itself justification literature m major mention mentioned minor much necessary
needed presentation presented proof provided quite raise regarding relatively reported scope setup significance
somewhat strength strengthen sufficient theorem though too weak weakness weaknesse writing written x
"""

WEIGHT: dict[str, float] = {
    **dict.fromkeys(_IN_SOME.split(), 0.55),
    **dict.fromkeys(_IN_MANY.split(), 0.4),
    **dict.fromkeys(_IN_MOST.split(), 0.25),
}
"""Weights by word, as `words` gives it; 1 for all others."""
