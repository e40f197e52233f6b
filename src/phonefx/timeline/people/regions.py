"""The home region of a phone: what its numbers without a country code mean. Always with the reason, or not at all.

Mobile country codes as in ITU-T E.212; only the ISO 3166 code of the operator's country is taken from them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final, NamedTuple

_MCC: Final = """
202GR 204NL 206BE 208FR 212MC 213AD 214ES 216HU 218BA 219HR 220RS 221XK 222IT 226RO 228CH 230CZ 231SK 232AT 234GB 235GB
238DK 240SE 242NO 244FI 246LT 247LV 248EE 250RU 255UA 257BY 259MD 260PL 262DE 266GI 268PT 270LU 272IE 274IS 276AL 278MT
280CY 282GE 283AM 284BG 286TR 288FO 290GL 292SM 293SI 294MK 295LI 297ME 302CA 308PM 310US 311US 312US 313US 314US 315US
316US 330PR 332VI 334MX 338JM 340GP 342BB 344AG 346KY 348VG 350BM 352GD 354MS 356KN 358LC 360VC 362CW 363AW 364BS 365AI
366DM 368CU 370DO 372HT 374TT 376TC 400AZ 401KZ 402BT 404IN 405IN 406IN 410PK 412AF 413LK 414MM 415LB 416JO 417SY 418IQ
419KW 420SA 421YE 422OM 424AE 425IL 426BH 427QA 428MN 429NP 430AE 431AE 432IR 434UZ 436TJ 437KG 438TM 440JP 441JP 450KR
452VN 454HK 455MO 456KH 457LA 460CN 461CN 466TW 467KP 470BD 472MV 502MY 505AU 510ID 514TL 515PH 520TH 525SG 528BN 530NZ
536NR 537PG 539TO 540SB 541VU 542FJ 543WF 544AS 545KI 546NC 547PF 548CK 549WS 550FM 551MH 552PW 602EG 603DZ 604MA 605TN
606LY 607GM 608SN 609MR 610ML 611GN 612CI 613BF 614NE 615TG 616BJ 617MU 618LR 619SL 620GH 621NG 622TD 623CF 624CM 625CV
626ST 627GQ 628GA 629CG 630CD 631AO 632GW 633SC 634SD 635RW 636ET 637SO 638DJ 639KE 640TZ 641UG 642BI 643MZ 645ZM 646MG
647RE 648ZW 649NA 650MW 651LS 652BW 653SZ 654KM 655ZA 657ER 659SS 702BZ 704GT 706SV 708HN 710NI 712CR 714PA 716PE 722AR
724BR 730CL 732CO 734VE 736BO 738GY 740EC 744PY 746SR 748UY
"""


class HomeRegion(NamedTuple):
    """The region whose numbering plan a phone's national numbers are read in; `item` is what says so."""

    exhibit: str
    region: str | None
    reason: str
    item: int | None


@cache
def regions_by_mcc() -> dict[str, str]:
    """Give the ISO 3166 codes of countries by mobile country code."""
    return {word[:3]: word[3:] for word in _MCC.split()}


def _of_imsi(value: str) -> str | None:
    return regions_by_mcc().get(value[:3]) if value.isdigit() and 14 <= len(value) <= 16 else None


def _of_mcc(value: str) -> str | None:
    return regions_by_mcc().get(value[:3]) if value.isdigit() and 3 <= len(value) <= 6 else None


def _of_iso(value: str) -> str | None:
    import phonenumbers

    code = value.strip().upper()
    return code if code in phonenumbers.SUPPORTED_REGIONS else None


def _of_number(value: str) -> str | None:
    import phonenumbers

    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return None
    region = phonenumbers.region_code_for_number(number)
    if region is None and phonenumbers.is_possible_number(number):
        region = phonenumbers.region_code_for_country_code(number.country_code or 0)
    return region if region not in ("ZZ", "001") else None


def _of_iccid(value: str) -> str | None:
    import phonenumbers

    digits = value.rstrip("fF")
    if not (digits.isdigit() and digits.startswith("89") and 18 <= len(digits) <= 20):
        return None
    code = int(digits[2]) if digits[2] in "17" else int(digits[2:4])
    region = phonenumbers.region_code_for_country_code(code)
    return region if region not in ("ZZ", "001") else None


def _of_locale(value: str) -> str | None:
    return _of_iso(value.replace("_", "-").rsplit("-", 1)[-1]) if 4 < len(value) < 12 else None


_Rule = tuple[tuple[str, ...], Callable[[str], str | None], str]
_RULES: Final[tuple[_Rule, ...]] = (
    (("imsi",), _of_imsi, "country code of the SIM's IMSI"),
    (("mcc", "sim operator", "sim_operator"), _of_mcc, "mobile country code of the SIM"),
    (("sim country", "sim_country", "country iso", "country_iso", "carrier country"), _of_iso, "country of the SIM"),
    (("phone number", "phone_number", "msisdn", "own number", "line1"), _of_number, "country of the own number"),
    (("iccid", "sim id", "integrated circuit"), _of_iccid, "country code in the SIM card's number (ICCID)"),
    (("locale", "region"), _of_locale, "locale set on the phone; weak: people keep the locale of elsewhere"),
)
"""Which device facts tell a region, best first: words in the property's name, how to read it, how to say so."""


def home_regions(connection: sqlite3.Connection) -> Iterator[HomeRegion]:
    """Give the home region of each exhibit, in order of label."""
    facts = (
        "SELECT d.item, d.name, d.value FROM device_fact d JOIN origin i ON i.source = d.source"
        " WHERE i.exhibit = ? ORDER BY d.item"
    )
    for (label,) in connection.execute("SELECT label FROM exhibit ORDER BY label").fetchall():
        stored = [
            (item, str(name or "").lower(), str(value or ""))
            for item, name, value in connection.execute(facts, (label,))
        ]
        yield _decide(label, stored)


def _decide(label: str, facts: list[tuple[int, str, str]]) -> HomeRegion:
    for words, read, reason in _RULES:
        told = [
            (region, item)
            for item, name, value in facts
            if any(word in name for word in words) and (region := read(value))
        ]
        regions = {region for region, _ in told}
        if len(regions) == 1:
            return HomeRegion(label, told[0][0], reason, told[0][1])
        if regions:
            return HomeRegion(label, None, f"not decided: {reason} says {', '.join(sorted(regions))}", None)
    return HomeRegion(label, None, "nothing stored tells it; numbers without a country code stay as they are", None)
