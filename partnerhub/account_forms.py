"""The forms of allauth around signing in: labels written as everywhere else, and no hint that repeats its label."""

from typing import Any

from allauth.account import forms
from django.utils.translation import gettext_lazy

LABELS = {
    "login": gettext_lazy("E-mail address"),
    "email": gettext_lazy("E-mail address"),
    "password": gettext_lazy("Password"),
    "remember": gettext_lazy("Remember me"),
    "oldpassword": gettext_lazy("Current password"),
    "password1": gettext_lazy("New password"),
    "password2": gettext_lazy("New password (again)"),
}


class _Worded:
    fields: dict[str, Any]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


class LoginForm(_Worded, forms.LoginForm):  # type: ignore[misc]
    pass


class AddEmailForm(_Worded, forms.AddEmailForm):  # type: ignore[misc]
    pass


class ChangePasswordForm(_Worded, forms.ChangePasswordForm):  # type: ignore[misc]
    pass


class SetPasswordForm(_Worded, forms.SetPasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordForm(_Worded, forms.ResetPasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordKeyForm(_Worded, forms.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class ReauthenticateForm(_Worded, forms.ReauthenticateForm):  # type: ignore[misc]
    pass
