"""How many queries a page may cost: counted without transaction statements, session in the database, signed in.

A page that needs one more gets a line here saying why. None may ever cost more than HIGHEST.
"""

HIGHEST = 8

BUDGET = {
    # session, account, walk with its edition and the newest one, visits, notices
    "step": 5,
    # session, account, walk with its edition and the newest one, visits
    "map": 4,
    # session, account, walk (locked), visits, the new visit, notices
    "submit": 6,
    # session, account, current editions, recent walks, visits of those walks that more is told of, notices, current
    # release and predictions for the claims
    "home": 8,
    # session, account, current editions, recent walks, visits of those whose step is told
    "pathways": 5,
    # session, account, current edition, notices, own walks
    "cover": 5,
    "cover for a step": 5,
    # session, account, edition, the form's earlier walk, the walk, its first visit
    "start": 6,
    # session, account, walk with its latest visit
    "resume": 3,
    # session, account, walk with its edition and the newest one, visits, notices
    "recap": 5,
    "print_trail": 5,
    "print_step": 5,
    # session, account, walk with its edition and the newest one, visits, notices
    "compare": 5,
    # session, account, current edition, notices
    "compare_options": 4,
    # session, account, walk with its edition and the newest one, visits
    "changes": 4,
    # session, account, walk with both editions, visits of the old walk
    "moved": 4,
    # session, account, current edition, notices
    "print_pathway": 4,
    # session, account, current release, notices, editions that use it
    "reference": 5,
    "therapy": 5,
    "term": 5,
    # session, account, current release, live pathways it leads on to, notices
    "reasons": 5,
    "reason": 5,
    # session, account, current release
    "terms": 3,
    "references": 3,
    "cite": 3,
    # session, account, current release, predictions
    "claims": 4,
    # session, account, current release, predictions, notices
    "claim": 5,
    # session, account, current release, the form's earlier answer, the answer, predictions, notices
    "predict": 7,
    # session, account, current release, notices
    "thresholds": 4,
    # session, account, current release, notices
    "evidence": 4,
    "cell": 4,
    # session, account, what is live and which words are known, the answers, and those to any word where none has all
    "search": 5,
    # session, account, current release
    "evidence_csv": 3,
    # session, account, current release, the answer predicted
    "mechanisms": 4,
    # session, account, current release, the day it was published
    "evidence_json": 4,
}
