"""Words that carry a question and not its topic: `which papers did you tell me about X` is about X."""

_WORDS = """
    a about above abstract accept accepted according across add address addresses addressing after again all
    also am an and announce announced announces announcing another answer any anybody anyone anything apart
    appear appeared appearing appears approach approaches archive are article articles arxiv as ask asks at
    author authors available be because been before being best better between both build but by call called came
    can cannot change changed changes check choose chooses chose chosen citation cite claim claims come compare
    compared comparison complain complained concerning conclusion conclusions contrast contribution
    contributions could count cover covered criticise criticised criticize criticized cut day days deal dealing
    deals defer deferred describe describes detail details develop developed development did differ difference
    differences different digest digests direction directions discuss discussed discusses discussing do does
    doing done down due duplicate each either ever every everything evolve evolved experiment experiments
    explain explore failed far filtered find findings finds first five follow for found four from future gave
    get gets give given gives go going gone good got had happen happened happening happens has have having hear
    heard help here how however i idea ideas if ignore in interesting into introduce introduced introduces
    investigate investigates is it its judge judged judges judging just kind know known lack lacking latest
    learn least less let like list listed look looking made main mainly make makes many matter me mention
    mentioned mentions method methods month more most mostly much my name need new newest next no not novelty
    now number of off on one ones only open or other our out over overview panel paper papers passed per perhaps
    pick picked picking picks please praise praised preprint preprints present problem problems propose proposed
    proposes proposing publication publications publish published publishes publishing question questions rated
    rather read reason reasons recent recently recommend recommendation referee referees regarding reject
    rejected rejecting rejection rejects related relevance relevant remember report reported research result
    results review reviewed reviewer reviewers reviewing reviews running said same saw say says scan scanned
    scanning scans score scored scores search see seen select selected selecting selects serve serves shifted
    shortlist shortlisted should show showed shown similar since so some something sort still strength strengths
    studies study such summarise summarize summary talk tell ten than that the their them then there these they
    thing things think this those three to told top topic topics treat treats trend trends try turned two
    understood us use used uses using verdict versus vs want was way we weakness weaknesses week were what
    what's whatever whats when where which while who whom whose why will with work works worth would write
    written wrong wrote year yet you your
"""
ASKING = frozenset(_WORDS.split())
