"""Payments of Wallet: whom, how much, and where the phone was, where that is stored."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Location

PAYMENTS = Query(
    Event,
    """
    SELECT t.rowid AS key, cocoa_s(t.transaction_date) AS time, 'payment (Wallet)' AS category,
           'com.apple.Passbook' AS app,
           coalesce(opt(t.merchant_name), opt(t.peer_payment_counterpart_handle)) AS subject,
           nullif(trim(coalesce(opt((t.amount / 10000.0) || ' '), '') || coalesce(opt(t.currency_code), '')
                  || coalesce(', ' || opt(t.peer_payment_memo), '') || coalesce(', ' || opt(t.locality), '')), '')
               AS detail,
           extra(t.amount, t.currency_code, t.transaction_status, t.transaction_type, t.peer_payment_counterpart_handle,
                 t.location_date) AS extra
    FROM payment_transaction t
    """,
)
PLACES = Query(
    Location,
    """
    SELECT t.rowid AS key, cocoa_s(coalesce(opt(nullif(t.location_date, 0)), t.transaction_date)) AS time,
           t.location_latitude AS latitude, t.location_longitude AS longitude, 'device_estimate' AS evidence_of,
           'position stored with a payment' AS method, opt(t.merchant_name) AS place
    FROM payment_transaction t
    """,
    needs="t.location_latitude",
    skip={"coalesce(t.location_latitude, 0) = 0 AND coalesce(t.location_longitude, 0) = 0": "no position stored"},
)

parser(
    "ios.wallet.payments",
    title="Payments of Wallet, iOS",
    files=["*/Library/Passes/passes23.sqlite"],
    queries=[PAYMENTS, PLACES],
    about="Payments by card and to people, iOS 8 to 18; amounts are stored in ten-thousandths of the currency. "
    "Times are UTC seconds since 2001.",
)
