"""Education only: nothing asks for, or keeps, anything about a patient; every page says so."""

import re
from importlib import import_module
from pkgutil import walk_packages

from django import forms
from django.apps import apps
from django.db import models
from django.test import SimpleTestCase, TestCase

import education
from tests.every_page import pages_in_english

# Words in a field's name that could be about a person, one by one: "first_name" is "first" and "name".
PERSON = set(
    """
    patient patients person people user account owner walker member name names firstname surname lastname forename
    initials email mail phone telephone mobile fax address street city town postcode zip country ip password
    birth born birthday dob age ages year years sex gender ethnicity race language theme
    weight height bmi bsa dose doses dosing dosage mg drug drugs medication medications prescription
    mrn nhs hospital ward bed ssn identifier identity passport insurance
    diagnosis diagnoses disease history symptom symptoms sign signs allergy allergies comorbidity comorbidities
    pregnancy pregnant smoker smoking lab labs fvc dlco mrss egfr creatinine score antibody antibodies
    photo picture image upload file attachment signature disclosure by judged
    note notes comment comments remark remarks answer
    """.split()
)

ACCOUNT = "an account of a clinician, who signs in with it"
OWN = "what somebody chose for the pages they see"
STAFF = "who answers for content: somebody of the site's own, never a patient"
KEY = "random letters that stand for a staff account and say nothing"
SOURCE = "what a published source says of a study, never of one person"
NAMED = "what a thing of the library is called"
WRITTEN_IN = "the language that content is written in"
SAID = "what an editor tells everybody about a new edition"
DAY = "a day: reviewed by then"
WALKER = "whose walk it is, so that nobody else sees it; deleted with the account, or after thirty days"

# Every field whose name could be about a person, and why it is not about a patient.
MODELS_ALLOWED = {
    "accounts.User": {
        "email": ACCOUNT, "password": ACCOUNT, "display_name": ACCOUNT, "account_key": KEY, "theme": OWN,
        "language": OWN, "user_permissions": "rights of staff",
    },
    "accounts.User_groups": {"user": "roles of staff"},
    "accounts.User_user_permissions": {"user": "rights of staff"},
    "accounts.Invitation": {"email": "whom a clinic admin invites", "made_by": KEY},
    "editorial.Edition": {"language": WRITTEN_IN, "note": SAID, "published_by": STAFF, "account_key": KEY},
    "editorial.SignOff": {"name": STAFF, "account_key": KEY, "disclosure": "interests of a reviewer"},
    "editorial.AuditEntry": {"account_key": KEY},
    "library.Organ": {"name": NAMED},
    "library.Reference": {
        "review_by": DAY, "ready_by": STAFF, "year": "of publication", "disease": SOURCE, "note": "about a source",
    },
    "library.Therapy": {"review_by": DAY, "ready_by": STAFF, "name": NAMED, "drug_class": NAMED},
    "library.Term": {"review_by": DAY, "ready_by": STAFF, "name": NAMED},
    "library.EvidenceStatement": {
        "review_by": DAY, "ready_by": STAFF, "judged_by": STAFF, "antibody": SOURCE, "direction_note": SOURCE,
    },
    "library.Recommendation": {"review_by": DAY, "ready_by": STAFF, "note": SOURCE},
    "library.Threshold": {"review_by": DAY, "ready_by": STAFF, "note": SOURCE, "name": NAMED},
    "library.MechanismNode": {"review_by": DAY, "ready_by": STAFF, "name": NAMED},
    "library.MechanismEdge": {"review_by": DAY, "ready_by": STAFF, "note": SOURCE},
    "library.TherapyTarget": {"review_by": DAY, "ready_by": STAFF, "note": SOURCE, "name": NAMED},
    "library.TeachingClaim": {"review_by": DAY, "ready_by": STAFF},
    "library.PaediatricFact": {"review_by": DAY, "ready_by": STAFF},
    "library.OpenQuestion": {"review_by": DAY, "ready_by": STAFF},
    "library.Reason": {"review_by": DAY, "ready_by": STAFF, "in_patients": SOURCE},
    "search.SearchDocument": {"names": NAMED, "note": "a line of ours under the title of what was found"},
    "pathways.Pathway": {"language": WRITTEN_IN, "review_by": DAY, "disclosure": "interests of the authors"},
    "learning.Walk": {"owner": WALKER, "walker": WALKER, "address": "hashed with a salt of the day, to limit floods"},
    "learning.Prediction": {"owner": WALKER, "answer": "one of the answers offered to a question about evidence"},
}  # fmt: skip
FORMS_ALLOWED = {
    "AccountForm": {"password": ACCOUNT},
    "InvitationForm": {"email": "whom a clinic admin invites"},
    "NewAccountForm": {"email": ACCOUNT, "display_name": ACCOUNT, "password1": ACCOUNT, "password2": ACCOUNT,
                       "usable_password": ACCOUNT},
    "PreferencesForm": {"theme": OWN, "language": OWN},
    "SignupForm": {"email": ACCOUNT, "display_name": ACCOUNT},
    "PublishForm": {"note": SAID},
    "SignOffForm": {"disclosure": "interests of a reviewer"},
}  # fmt: skip
# Forms that editors fill in; every other form is a learner's.
EDITORS = ("education.accounts.admin", "education.pathways.forms")
STANDING = "For clinicians’ education, never advice for a patient."
UPLOADS = (models.FileField, forms.FileField)
# Put together here from names of the library, never written by a learner: all therapies of the map are one such key.
MADE_HERE = {"learning.Prediction.key"}


def words_of(field):
    """Return the words of a field's name that could be about a person."""
    return PERSON & set(re.split(r"[_\W\d]+", field.lower()))


def our_models():
    """Return every model of education, join tables included."""
    return [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("education.")]


def our_forms():
    """Return every form class written in education."""
    modules = [import_module(found.name) for found in walk_packages(education.__path__, "education.")]
    classes = {value for module in modules for value in vars(module).values() if isinstance(value, type)}
    return [one for one in classes if issubclass(one, forms.BaseForm) and one.__module__.startswith("education.")]


def fields_of_form(form):
    """Return a form's fields; one made from a model that is not ours is bound to one of ours later, by the admin."""
    of_model = getattr(form, "_meta", None) and form._meta.model
    fields = form.base_fields if not of_model or of_model in our_models() else form.declared_fields
    # allauth takes this one away when the form is made, because accounts here have no user name.
    return {name: field for name, field in fields.items() if (form.__name__, name) != ("SignupForm", "username")}


def telling_fields():
    """Return what could be about a person: ({model: fields}, {form: fields})."""
    in_models = {
        model._meta.label: {f.name for f in (*model._meta.fields, *model._meta.many_to_many) if words_of(f.name)}
        for model in our_models()
    }
    in_forms = {form.__name__: {name for name in fields_of_form(form) if words_of(name)} for form in our_forms()}
    return tuple({name: fields for name, fields in found.items() if fields} for found in (in_models, in_forms))


class FieldsTests(SimpleTestCase):
    def test_every_field_that_could_be_about_a_person_is_allowed_with_a_reason(self):
        in_models, in_forms = telling_fields()
        self.assertEqual(in_models, {name: set(fields) for name, fields in MODELS_ALLOWED.items()})
        self.assertEqual(in_forms, {name: set(fields) for name, fields in FORMS_ALLOWED.items()})

    def test_names_are_looked_at_word_by_word(self):
        for name in (
            "patient",
            "patient_name",
            "date_of_birth",
            "age",
            "body_weight",
            "dose_mg",
            "nhs_number",
            "phone2",
        ):
            self.assertTrue(words_of(name), name)
        for name in ("stage", "average", "outcome", "message", "subset", "organ"):
            self.assertFalse(words_of(name), name)

    def test_every_form_and_model_is_looked_at(self):
        self.assertLessEqual({"StartForm", "ChoiceForm", "SignupForm"}, {form.__name__ for form in our_forms()})
        self.assertLessEqual({"learning.Walk", "library.Reference"}, {model._meta.label for model in our_models()})

    def test_nothing_can_be_uploaded(self):
        for model in our_models():
            self.assertEqual([f.name for f in model._meta.fields if isinstance(f, UPLOADS)], [], model)
        for form in our_forms():
            self.assertEqual([name for name, f in form.base_fields.items() if isinstance(f, UPLOADS)], [], form)


class LearnersTextTests(SimpleTestCase):
    """What a learner can write is short, and nothing of it is prose."""

    def test_a_learners_form_has_only_short_fields_of_one_line(self):
        for form in our_forms():
            if form.__module__ not in EDITORS:
                for name, field in fields_of_form(form).items():
                    where = f"{form.__name__}.{name}"
                    self.assertFalse(isinstance(field.widget, forms.Textarea), where)
                    if isinstance(field, forms.CharField):
                        self.assertLessEqual(field.max_length or 1000, 500, where)

    def test_what_is_kept_of_a_learner_holds_no_long_text(self):
        for model in apps.get_app_config("learning").get_models():
            for field in model._meta.fields:
                self.assertFalse(isinstance(field, models.TextField | models.JSONField), field)
                if isinstance(field, models.CharField) and str(field) not in MADE_HERE:
                    self.assertLessEqual(field.max_length, 100, field)


class StandingSentenceTests(TestCase):
    def test_every_whole_page_says_that_it_is_education(self):
        whole = [(name, html) for name, html in pages_in_english() if "<html" in html]
        self.assertGreater(len(whole), 150)
        self.assertEqual([name for name, html in whole if STANDING not in html], [])

    def test_it_is_in_the_band_that_no_page_can_replace(self):
        for name, html in pages_in_english():
            if "<html" in html:
                band = html.partition('class="s-band"')[2].partition("</div>")[0]
                self.assertIn(STANDING, band, name)
                self.assertLess(html.index('class="s-band"'), html.index("<main"), name)
