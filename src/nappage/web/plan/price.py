"""What it costs: price lines, and what is given back when the course stops before the package is used up."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nappage.engine.package_price import PackagePrice, RefundRule, refunds
from nappage.values.fault import Fault, Refused
from nappage.values.money import Currency, Money
from nappage.web.forms import fault_error
from nappage.web.plan.typed import NumberField, Posted
from nappage.web.typed import decimal_mark

MOST_SESSIONS = 99
RULES = {
    RefundRule.SHARE: gettext_lazy("Each session given keeps its equal share of the package; the rest is given back"),
    RefundRule.SINGLE_PRICE: gettext_lazy("Each session given is charged at the single price; the rest is given back"),
}


class PriceForm(forms.Form):
    """The price of a session, and of a package. A clinic that sells no package leaves it empty."""

    per_session = NumberField(label=gettext_lazy("One session"), required=False)
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), required=False, choices=[(one.code, one.code) for one in Currency]
    )
    package = NumberField(label=gettext_lazy("Package, paid at once"), required=False)
    package_sessions = forms.IntegerField(
        label=gettext_lazy("Sessions in the package"),
        required=False,
        min_value=1,
        max_value=MOST_SESSIONS,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    refund = forms.ChoiceField(
        label=gettext_lazy("If it is stopped early"),
        required=False,
        widget=forms.RadioSelect,
        choices=[(rule.value, words) for rule, words in RULES.items()],
    )

    def __init__(self, before: PackagePrice | None, data: Posted = None) -> None:
        super().__init__(data, initial=_initial(before))
        self.price: PackagePrice | None = None

    def clean(self) -> None:
        """Judge the prices together; everything is said before anything is paid."""
        said = self.cleaned_data
        if said.get("package") is not None and said.get("per_session") is None and "per_session" in said:
            self._add("per_session", _("the price of one session beside that of a package"), _("nothing"))
        single, package = (self._money(name) for name in ("per_session", "package"))
        if self.errors or single is None:
            return
        rule = RefundRule(said["refund"]) if said.get("refund") else None
        try:
            self.price = PackagePrice(single, package, said.get("package_sessions") or 0, rule if package else None)
        except Refused as refused:
            field = "refund" if package is not None and said.get("package_sessions") else "package_sessions"
            self.add_error(field, fault_error(refused.at(str(self[field].label))))

    def _money(self, name: str) -> Money | None:
        amount: Decimal | None = self.cleaned_data.get(name)
        if amount is None:
            return None
        try:
            return Money(amount, Currency.of(self.cleaned_data.get("currency") or ""))
        except Refused as refused:
            self.add_error(name, fault_error(refused.at(str(self[name].label))))
            return None

    def _add(self, name: str, expected: str, found: str) -> None:
        self.add_error(name, fault_error(Fault(str(self[name].label), expected, found, _("Fill it in."))))


def _initial(before: PackagePrice | None) -> dict[str, Any]:
    if before is None:
        return {"currency": Currency.EUR.code}
    package = before.package
    return {
        "per_session": before.per_session.amount,
        "currency": before.per_session.currency.code,
        "package": package.amount if package else None,
        "package_sessions": before.sessions or None,
        "refund": before.refund.value if before.refund else "",
    }


def shown(money: Money) -> str:
    """Return an amount with its currency, as it is written in the language of the page."""
    number, _space, code = str(money).partition(" ")
    return f"{number.replace('.', decimal_mark().value)} {code}"


def lines(price: PackagePrice) -> list[dict[str, str]]:
    """Return the price lines: a session alone, the package, and what its sessions would cost alone."""
    found = [{"label": _("One session"), "text": shown(price.per_session)}]
    if price.package is not None:
        label = _("Package of {count} sessions").format(count=price.sessions)
        alone = _("{amount} if each were bought alone").format(amount=shown(price.singly))
        found.append({"label": label, "text": shown(price.package), "note": alone})
    return found


def refund_table(price: PackagePrice | None, checkpoint: int) -> dict[str, Any] | None:
    """Return the refund after each number of sessions, the one of the checkpoint marked; None without a package."""
    if price is None or price.refund is None:
        return None
    return {
        "rule": RULES[price.refund],
        "rows": [
            {
                "given": refund.given,
                "kept": shown(refund.kept),
                "returned": shown(refund.returned),
                # The checkpoint comes before its session: so many were given when the course stops there.
                "at_checkpoint": refund.given == checkpoint - 1,
            }
            for refund in refunds(price)
        ],
    }
