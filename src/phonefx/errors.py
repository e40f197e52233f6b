"""Every error that phonefx tells a user, each with one line and an exit code of its own.

PhonefxError                      1  something went wrong
├── UsageError                    2  the command line cannot be carried out as written
├── EvidenceError                10  an extraction cannot be opened
│   ├── NotFound                 11  there is nothing at that path
│   ├── NotAnExtraction          12  the content is none that phonefx knows
│   ├── PasswordNeeded           13  it is encrypted and no password was given
│   ├── WrongPassword            14  the password does not open it
│   ├── Damaged                  15  it is cut short or broken beyond reading
│   ├── HostileEvidence          16  it asks for more than the limits allow
│   └── Sealed                   17  it is encrypted with a key that is not at hand
├── CaseError                    20  a case folder cannot be used
│   ├── CaseExists               21  the folder holds something else
│   ├── CaseIncomplete           22  an earlier run did not finish
│   ├── CaseFull                 23  no room is left on the disk
│   └── NoSuchItem               24  the case has no item of that number
├── VerificationFailed           30  something is not as it was recorded
└── MissingExtra                 40  an optional package is needed

A run that was interrupted ends with 130; one that finished but lost something on the way (a damaged database,
a schema that no query fits, a parser that failed) ends with 3, and its problems are in the case.
Each docstring is the template of the message.
"""

from __future__ import annotations

from typing import ClassVar

EXIT_PROBLEMS = 3
EXIT_INTERRUPTED = 130


class PhonefxError(Exception):
    """{0}"""

    exit_code: ClassVar[int] = 1

    def __str__(self) -> str:
        """Give the one line that the user sees."""
        return (type(self).__doc__ or "{0}").format(*self.args)


class UsageError(PhonefxError):
    """{0}"""

    exit_code = 2


class EvidenceError(PhonefxError):
    """{0}: {1}"""

    exit_code = 10


class NotFound(EvidenceError):
    """{0}: there is no such file or folder"""

    exit_code = 11


class NotAnExtraction(EvidenceError):
    """{0}: not an extraction that phonefx knows ({1})"""

    exit_code = 12


class PasswordNeeded(EvidenceError):
    """{0}: encrypted; give its password at the prompt, with --password-file or in PHONEFX_PASSWORD"""

    exit_code = 13


class WrongPassword(EvidenceError):
    """{0}: the password does not open it"""

    exit_code = 14


class Damaged(EvidenceError):
    """{0}: damaged: {1}"""

    exit_code = 15


class HostileEvidence(EvidenceError):
    """{0}: refused: {1}"""

    exit_code = 16


class Sealed(EvidenceError):
    """{0}: encrypted: {1}"""

    exit_code = 17


class CaseError(PhonefxError):
    """{0}: {1}"""

    exit_code = 20


class CaseExists(CaseError):
    """{0}: this folder is not empty and holds no phonefx case; choose another"""

    exit_code = 21


class CaseIncomplete(CaseError):
    """{0}: an earlier run did not finish; run phonefx process again with the same exhibits to complete it"""

    exit_code = 22


class CaseFull(CaseError):
    """{0}: no room left on the disk; the case is incomplete, make room and run the same command again"""

    exit_code = 23


class NoSuchItem(CaseError):
    """{0}: there is no item {1}"""

    exit_code = 24


class VerificationFailed(PhonefxError):
    """{0}: {1} of the things checked are not as recorded"""

    exit_code = 30


class MissingExtra(PhonefxError):
    """{0} needs an optional package: install phonefx[{1}]"""

    exit_code = 40
