"""Reference rates of the European Central Bank, as the library CurrencyConverter ships them.

Belongs here: the table of rates that the star converts money with. Stays out: which rate applies to which commitment
(`sql/star/fact_commitment.sql`).
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal, localcontext
from functools import cache

import polars as pl
from currency_converter import CurrencyConverter, RateNotFoundError

RATES = pl.Schema({
    "currency": pl.String(), "rate_date": pl.Date(),
    "eur_per_unit": pl.Decimal(16, 12), "usd_per_unit": pl.Decimal(16, 12),
})  # fmt: skip
_FIRST = date(2010, 1, 1)
_STEP = Decimal("1e-12")


def reference_rates(currencies: Iterable[str]) -> pl.DataFrame:
    """Return the rates since 2010 of those of the given currencies that the ECB quotes; others have no row."""
    known = sorted(set(currencies) & (_converter().currencies or set()))
    return pl.concat([pl.DataFrame(schema=RATES), *(_rates(currency) for currency in known)])


@cache
def _converter() -> CurrencyConverter:
    return CurrencyConverter(decimal=True)


@cache
def _rates(currency: str) -> pl.DataFrame:
    converter = _converter()
    bounds = converter.bounds[currency if currency != "EUR" else "USD"]
    day, rows = max(bounds.first_date, _FIRST), []
    with localcontext(prec=40):
        while day <= bounds.last_date:
            try:
                euros, dollars = (Decimal(converter.convert(1, currency, target, day)) for target in ("EUR", "USD"))
                rows.append((currency, day, euros.quantize(_STEP), dollars.quantize(_STEP)))
            except RateNotFoundError:
                pass
            day += timedelta(days=1)
    return pl.DataFrame(rows, schema=RATES, orient="row")
