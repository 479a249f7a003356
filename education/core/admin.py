"""Admin pages ask the policies, never Django's permission rows."""

from education.core.policies import may


class PolicyAdmin:
    """Put before ModelAdmin or an inline: the four permissions follow from actions in core/policies.py.

    `add_action` and `delete_action` are `change_action` where they are not set; "never" is for superusers alone,
    None for nobody.
    """

    view_action = "draft.view"
    change_action = "draft.edit"
    add_action = ""
    delete_action = ""

    def has_view_permission(self, request, obj=None):
        return self._may(request, self.view_action) or self.has_change_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return self._may(request, self.change_action)

    def has_add_permission(self, request, obj=None):
        return self._may(request, self._or_change(self.add_action))

    def has_delete_permission(self, request, obj=None):
        return self._may(request, self._or_change(self.delete_action))

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def _or_change(self, action):
        return self.change_action if action == "" else action

    def _may(self, request, action):
        return action is not None and may(request.user, action)
