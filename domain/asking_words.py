"""Words that carry a question and not its topic: `which papers did you tell me about X` is about X."""

_WORDS = """
    a about above accept accepted according across add address addresses addressing after again all also am an
    and announced another any anybody anyone anything apart approach approaches archive are article articles as
    ask at available be because been before being best better between both build but by call called can cannot
    change changed changes check come compare compared comparison concerning contrast could count cover covered
    cut day days deal dealing deals deferred describe develop developed development did differ difference
    differences different digest digests direction directions discuss discussed discusses discussing do does
    doing done down duplicate each either ever every everything evolve evolved experiment experiments explain
    explore failed far filtered find findings first five follow for found four from future gave get give given
    gives go going gone good had happened happening has have having hear heard help here how however i idea
    ideas if in interesting into introduce introduced introduces investigate investigates is it its just know
    known latest learn least less let like list listed look looking made main make many matter me mention
    mentioned mentions method methods month more most much my name need new next no not novelty now number of
    off on one ones only open or other our out over overview paper papers passed per perhaps please preprint
    preprints present problem problems propose proposed proposes proposing publication publications published
    question questions rated rather read recent recently recommend recommendation regarding reject rejected
    related relevance relevant remember report reported research result results review reviewed reviews said
    same saw say says scanned score scored scores search see seen select selected shifted shortlisted should
    show showed shown similar since so some something sort still studies study such summarise summarize summary
    talk tell ten than that the their them then there these they thing things think this those three to told top
    topic topics trend trends try turned two us use used uses using verdict versus vs want was way we week were
    what what's whats when where which while who whom whose why will with work works worth would write written
    wrong year yet you your
"""
ASKING = frozenset(_WORDS.split())
