from django.apps import apps
from django.test import SimpleTestCase

RANK = {
    slice_name: rank
    for rank, names in enumerate(
        [
            ("core",),
            ("accounts",),
            ("editorial",),
            ("search",),
            ("library",),
            ("pathways", "assessment"),
            ("modules",),
            ("learning",),
            ("studio",),
            ("clinic", "interop"),
        ]
    )
    for slice_name in names
}


def forbidden(source, target):
    """Say whether slice `source` may not know slice `target`."""
    return source != target and RANK[target] >= RANK[source]


class ArrowsTests(SimpleTestCase):
    """import-linter cannot see relations written as "app.Model"."""

    def test_relations_between_models_go_one_way_too(self):
        wrong = [
            f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
            for model in apps.get_models()
            if model._meta.app_label in RANK
            for field in model._meta.get_fields()
            if field.is_relation and not field.auto_created and field.related_model
            if field.related_model._meta.app_label in RANK
            if forbidden(model._meta.app_label, field.related_model._meta.app_label)
        ]
        self.assertEqual(wrong, [])

    def test_the_rule_itself_refuses_leftward_and_sideways(self):
        self.assertTrue(forbidden("accounts", "learning"))
        self.assertTrue(forbidden("pathways", "assessment"))
        self.assertFalse(forbidden("learning", "accounts"))

    def test_every_slice_is_ranked(self):
        ours = {config.label for config in apps.get_app_configs() if config.name.startswith("education.")}
        self.assertLessEqual(ours, RANK.keys())
