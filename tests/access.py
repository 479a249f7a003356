"""Who may use which address with which verb: the whole table, one row for an address and verb.

The columns are ROLES in their order. A number is the status of the answer; `in` means "sent to sign-in".
Addresses of things that are not there answer 404 (the admin: 302) to those who would be let in, so a row needs no
content; rows with content are in the tests of their slice. POST is sent empty: 200 or 422 is the form with its faults.
"""

from django.urls import URLPattern, get_resolver, reverse

ROLES = ("stranger", "trainee", "educator", "reviewer", "clinic-admin", "superuser")

ALL = "200 200 200 200 200 200"
READERS = "in 200 200 200 200 200"  # strangers too, where open reading is on
READERS_404 = "in 404 404 404 404 404"
NO_VERB = "405 405 405 405 405 405"
NO_VERB_IN = "in 405 405 405 405 405"  # asked to sign in before the verb is looked at
NO_VERB_STAFF = "in in 405 405 405 405"
STAFF = "in in 200 200 200 200"
STAFF_FOUND = "in in 302 302 302 302"
NOBODY = "in in 403 403 403 403"

WALK = {"walk_id": "00000000-0000-4000-8000-000000000000"}

# name, arguments, verb, outcome by role
PAGES = [
    ("accounts:preferences", {}, "GET", ALL),
    ("accounts:preferences", {}, "POST", "422 422 422 422 422 422"),
    ("library:currency", {}, "GET", STAFF),
    ("library:currency", {}, "POST", NO_VERB),
    ("library:evidence", {}, "GET", READERS),
    ("library:evidence", {}, "POST", NO_VERB),
    ("library:evidence_csv", {}, "GET", READERS),
    ("library:evidence_csv", {}, "POST", NO_VERB),
    ("library:evidence_json", {}, "GET", READERS),
    ("library:evidence_json", {}, "POST", NO_VERB),
    ("library:cell", {"therapy": "gone", "organ": "gone"}, "GET", READERS_404),
    ("library:cell", {"therapy": "gone", "organ": "gone"}, "POST", NO_VERB),
    ("library:therapy", {"slug": "gone"}, "GET", READERS_404),
    ("library:therapy", {"slug": "gone"}, "POST", NO_VERB),
    ("library:references", {}, "GET", READERS),
    ("library:references", {}, "POST", NO_VERB),
    ("library:cite", {"key": "gone"}, "GET", READERS_404),
    ("library:cite", {"key": "gone"}, "POST", NO_VERB),
    ("library:thresholds", {}, "GET", READERS),
    ("library:thresholds", {}, "POST", NO_VERB),
    ("library:reference", {"key": "gone"}, "GET", READERS_404),
    ("library:reference", {"key": "gone"}, "POST", NO_VERB),
    ("library:reasons", {}, "GET", READERS),
    ("library:reasons", {}, "POST", NO_VERB),
    ("library:reason", {"slug": "gone"}, "GET", READERS_404),
    ("library:reason", {"slug": "gone"}, "POST", NO_VERB),
    ("library:terms", {}, "GET", READERS),
    ("library:terms", {}, "POST", NO_VERB),
    ("library:term", {"slug": "gone"}, "GET", READERS_404),
    ("library:term", {"slug": "gone"}, "POST", NO_VERB),
    ("search:search", {}, "GET", READERS),
    ("search:search", {}, "POST", NO_VERB),
    ("learning:home", {}, "GET", READERS),
    ("learning:home", {}, "POST", NO_VERB),
    ("learning:pathways", {}, "GET", READERS),
    ("learning:pathways", {}, "POST", NO_VERB),
    ("learning:cover", {"slug": "gone"}, "GET", READERS_404),
    ("learning:cover", {"slug": "gone"}, "POST", NO_VERB),
    ("learning:mechanisms", {}, "GET", READERS),
    ("learning:mechanisms", {}, "POST", "in 200 200 200 200 200"),
    ("learning:start", {"slug": "gone"}, "GET", NO_VERB),
    ("learning:start", {"slug": "gone"}, "POST", READERS_404),
    ("learning:claims", {}, "GET", READERS),
    ("learning:claims", {}, "POST", NO_VERB),
    ("learning:claim", {"key": "gone"}, "GET", READERS_404),
    ("learning:claim", {"key": "gone"}, "POST", READERS_404),
    ("learning:walk", WALK, "GET", READERS_404),
    ("learning:walk", WALK, "POST", NO_VERB),
    ("learning:step", {**WALK, "seq": 1}, "GET", READERS_404),
    ("learning:step", {**WALK, "seq": 1}, "POST", NO_VERB),
    ("learning:map", WALK, "GET", READERS_404),
    ("learning:map", WALK, "POST", NO_VERB),
    ("learning:choose", WALK, "GET", NO_VERB),
    ("learning:choose", WALK, "POST", READERS_404),
    ("learning:move", WALK, "GET", NO_VERB),
    ("learning:move", WALK, "POST", READERS_404),
    ("learning:moved", WALK, "GET", READERS_404),
    ("learning:moved", WALK, "POST", NO_VERB),
    ("learning:changes", WALK, "GET", READERS_404),
    ("learning:changes", WALK, "POST", NO_VERB),
    ("learning:recap", WALK, "GET", READERS_404),
    ("learning:recap", WALK, "POST", NO_VERB),
    ("learning:compare", WALK, "GET", READERS_404),
    ("learning:compare", WALK, "POST", NO_VERB),
    ("learning:compare_options", {"slug": "gone"}, "GET", READERS_404),
    ("learning:compare_options", {"slug": "gone"}, "POST", NO_VERB),
    ("learning:print_recap", WALK, "GET", READERS_404),
    ("learning:print_recap", WALK, "POST", NO_VERB),
    ("learning:print_trail", WALK, "GET", READERS_404),
    ("learning:print_trail", WALK, "POST", NO_VERB),
    ("learning:print_step", {**WALK, "seq": 1}, "GET", READERS_404),
    ("learning:print_step", {**WALK, "seq": 1}, "POST", NO_VERB),
    ("learning:print_pathway", {"slug": "gone"}, "GET", READERS_404),
    ("learning:print_pathway", {"slug": "gone"}, "POST", NO_VERB),
    ("learning:preview_start", {"pk": 0}, "GET", "in 403 404 404 404 404"),
    ("learning:preview_start", {"pk": 0}, "POST", NO_VERB),
    ("learning:preview", {"pk": 0, "step_key": "gone"}, "GET", "in 403 404 404 404 404"),
    ("learning:preview", {"pk": 0, "step_key": "gone"}, "POST", NO_VERB),
]

MEMBERS = "in 200 200 200 200 200"
STRANGERS = "200 302 302 302 302 302"  # who is signed in already is sent home
ACCOUNT = [
    ("account_login", {}, "GET", STRANGERS),
    ("account_login", {}, "POST", STRANGERS),
    ("account_logout", {}, "GET", "302 200 200 200 200 200"),
    ("account_logout", {}, "POST", "302 302 302 302 302 302"),
    ("account_inactive", {}, "GET", ALL),
    ("account_inactive", {}, "POST", NO_VERB),
    ("account_signup", {}, "GET", STRANGERS),
    ("account_signup", {}, "POST", STRANGERS),
    ("account_reauthenticate", {}, "GET", MEMBERS),
    ("account_reauthenticate", {}, "POST", MEMBERS),
    ("account_email", {}, "GET", MEMBERS),
    ("account_email", {}, "POST", "in 302 302 302 302 302"),
    ("account_email_verification_sent", {}, "GET", ALL),
    ("account_email_verification_sent", {}, "POST", NO_VERB),
    ("account_change_password", {}, "GET", MEMBERS),
    ("account_change_password", {}, "POST", MEMBERS),
    ("account_set_password", {}, "GET", "in 302 302 302 302 302"),
    ("account_set_password", {}, "POST", "in 302 302 302 302 302"),
    ("account_reset_password", {}, "GET", ALL),
    ("account_reset_password", {}, "POST", ALL),
    ("account_reset_password_done", {}, "GET", ALL),
    ("account_reset_password_done", {}, "POST", NO_VERB),
    ("account_reset_password_from_key", {"uidb36": "0", "key": "gone"}, "GET", ALL),
    ("account_reset_password_from_key", {"uidb36": "0", "key": "gone"}, "POST", ALL),
    ("account_reset_password_from_key_done", {}, "GET", ALL),
    ("account_reset_password_from_key_done", {}, "POST", NO_VERB),
    ("account_confirm_email", {"key": "gone"}, "GET", ALL),
    ("account_confirm_email", {"key": "gone"}, "POST", "404 404 404 404 404 404"),
    ("account_confirm_login_code", {}, "GET", "in 302 302 302 302 302"),
    ("account_confirm_login_code", {}, "POST", "in 302 302 302 302 302"),
]

ADMIN = [
    ("admin:index", {}, "GET", STAFF),
    ("admin:index", {}, "POST", STAFF),
    ("admin:login", {}, "GET", "200 200 302 302 302 302"),
    ("admin:login", {}, "POST", "200 200 200 200 200 200"),
    ("admin:logout", {}, "GET", "302 302 405 405 405 405"),
    ("admin:logout", {}, "POST", "302 302 302 302 302 302"),
    ("admin:password_change", {}, "GET", STAFF),
    ("admin:password_change", {}, "POST", STAFF),
    ("admin:password_change_done", {}, "GET", STAFF),
    ("admin:password_change_done", {}, "POST", NO_VERB_STAFF),
    ("admin:autocomplete", {}, "GET", NOBODY),
    ("admin:autocomplete", {}, "POST", NO_VERB_STAFF),
    ("admin:jsi18n", {}, "GET", STAFF),
    ("admin:jsi18n", {}, "POST", NO_VERB_STAFF),
    ("admin:view_on_site", {"content_type_id": 0, "object_id": 0}, "GET", "in in 404 404 404 404"),
    ("admin:view_on_site", {"content_type_id": 0, "object_id": 0}, "POST", "in in 404 404 404 404"),
    ("admin:app_list", {"app_label": "accounts"}, "GET", "in in 404 404 200 200"),
    ("admin:app_list", {"app_label": "accounts"}, "POST", "in in 404 404 200 200"),
    ("/admin/gone/", {}, "GET", "in in 404 404 404 404"),
    ("/admin/gone/", {}, "POST", "in in 404 404 404 404"),
    ("admin:auth_user_password_change", {"id": "0"}, "GET", "in in 403 403 404 404"),
    ("admin:auth_user_password_change", {"id": "0"}, "POST", "in in 403 403 404 404"),
    ("admin:pathways_pathway_publish", {"pk": 0}, "GET", "in in 404 403 403 404"),
    ("admin:pathways_pathway_publish", {"pk": 0}, "POST", "in in 404 403 403 404"),
    ("admin:pathways_pathway_withdraw", {"pk": 0}, "GET", "in in 404 403 404 404"),
    ("admin:pathways_pathway_withdraw", {"pk": 0}, "POST", "in in 404 403 404 404"),
    ("admin:pathways_pathway_sign_off", {"pk": 0}, "GET", "in in 403 404 403 404"),
    ("admin:pathways_pathway_sign_off", {"pk": 0}, "POST", "in in 403 404 403 404"),
]

# Admin pages of a model: who views, adds, changes, deletes. A superuser may, unless it says `nobody`.
EDITOR, EDITORS, CLINIC = "educator", "educator reviewer clinic-admin", "clinic-admin"
MODELS = {
    "pathways_pathway": (EDITORS, EDITOR, EDITOR, EDITOR),
    "pathways_step": (EDITORS, EDITOR, EDITOR, EDITOR),
    "pathways_choice": (EDITORS, EDITOR, EDITOR, EDITOR),
    "library_reference": (EDITORS, EDITOR, EDITOR, EDITOR),
    "library_evidencestatement": (EDITORS, EDITOR, EDITOR, EDITOR),
    "library_therapy": (EDITORS, EDITOR, EDITOR, EDITOR),
    "library_term": (EDITORS, EDITOR, EDITOR, EDITOR),
    "library_organ": (EDITORS, EDITOR, EDITOR, EDITOR),
    "library_recommendation": (EDITORS, EDITOR, EDITOR, EDITOR),
    "library_threshold": (EDITORS, EDITOR, EDITOR, EDITOR),
    "library_mechanismnode": (EDITORS, EDITOR, EDITOR, EDITOR),
    "library_mechanismedge": (EDITORS, EDITOR, EDITOR, EDITOR),
    "library_therapytarget": (EDITORS, EDITOR, EDITOR, EDITOR),
    "library_mapnotes": (EDITORS, EDITOR, EDITOR, EDITOR),
    "library_teachingclaim": (EDITORS, EDITOR, EDITOR, EDITOR),
    "library_paediatricfact": (EDITORS, EDITOR, EDITOR, EDITOR),
    "library_openquestion": (EDITORS, EDITOR, EDITOR, EDITOR),
    "library_reason": (EDITORS, EDITOR, EDITOR, EDITOR),
    "library_claimpart": (EDITORS, "nobody", EDITOR, "nobody"),
    "editorial_edition": (EDITORS, "nobody", "nobody", "nobody"),
    "editorial_citation": (EDITORS, "nobody", "nobody", "nobody"),
    "editorial_signoff": (EDITORS, "nobody", "nobody", "nobody"),
    "editorial_allowance": (EDITORS, "nobody", "nobody", "nobody"),
    "editorial_auditentry": (CLINIC, "nobody", "nobody", "nobody"),
    "editorial_notice": (EDITORS, EDITORS, EDITORS, EDITORS),
    "accounts_user": (CLINIC, CLINIC, CLINIC, CLINIC),
    "accounts_invitation": (CLINIC, CLINIC, "nobody", CLINIC),
    "django_tasks_database_dbtaskresult": ("", "nobody", "nobody", "nobody"),
}


def model_rows(model):
    """Return the rows of a model's admin pages; the object asked for is one that is not there."""
    view, add, change, delete = MODELS[model]
    gone = {"object_id": "0"}
    seen = " ".join({*view.split(), *change.split()} - {"nobody"})
    return [
        (f"admin:{model}_changelist", {}, "GET", _staff(seen, "200")),
        (f"admin:{model}_add", {}, "GET", _staff(add, "200")),
        (f"admin:{model}_add", {}, "POST", _staff(add, "200")),
        (f"admin:{model}_change", gone, "GET", _staff(seen, "302")),
        (f"admin:{model}_change", gone, "POST", _staff(change, "302")),
        (f"admin:{model}_delete", gone, "GET", _staff(delete, "302")),
        (f"admin:{model}_delete", gone, "POST", _staff(delete, "302")),
        (f"admin:{model}_history", gone, "GET", STAFF_FOUND),
        (f"{reverse(f'admin:{model}_changelist')}0/", {}, "GET", STAFF_FOUND),
    ]


def _staff(allowed, then):
    """Return the outcomes where staff roles in `allowed` get `then`, other staff 403, and the rest sign in."""
    let_in = set(allowed.split()) | ({"superuser"} if allowed != "nobody" else set())
    return " ".join(["in", "in", *(then if role in let_in else "403" for role in ROLES[2:])])


def rows():
    """Return every row: name or address, arguments, verb, outcome by role."""
    return [*PAGES, *ACCOUNT, *ADMIN, *(row for model in MODELS for row in model_rows(model))]


def address(name, arguments):
    """Return the address of a row; what has no name stands as its address."""
    return name if name.startswith("/") else reverse(name, kwargs=arguments)


def routes():
    """Return the route of every address the site answers."""
    return set(_routes(get_resolver().url_patterns, ""))


def _routes(patterns, before):
    for pattern in patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from _routes(pattern.url_patterns, route)
