"""The papers of a training: question sheet at three levels, empty answer file, solutions, the trainer's notes."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from phonefx.synth.key import NOTICE
from phonefx.synth.scenario import LEVELS

if TYPE_CHECKING:
    from pathlib import Path

    from phonefx.synth.scenario import Scenario

QUESTIONS = "questions.md"
ANSWERS = "answers.yaml"
SOLUTIONS = "solutions.md"
NOTES = "notes.md"


def write_sheets(scenario: Scenario, out: Path) -> list[Path]:
    """Write the papers below `out`; the notes are those that lie beside the scenario's file."""
    (out / QUESTIONS).write_text(_questions(scenario), encoding="utf-8", newline="\n")
    (out / ANSWERS).write_text(_answers(scenario), encoding="utf-8", newline="\n")
    (out / SOLUTIONS).write_text(_solutions(scenario), encoding="utf-8", newline="\n")
    made = [out / QUESTIONS, out / ANSWERS, out / SOLUTIONS]
    notes = scenario.source.with_suffix(".md")
    if notes.is_file():
        shutil.copyfile(notes, out / NOTES)
        made.append(out / NOTES)
    return made


def _questions(scenario: Scenario) -> str:
    lines = [f"# {scenario.title}", "", scenario.about.strip(), "", f"*{NOTICE}*", ""]
    for level in LEVELS:
        asked = [question for question in scenario.questions if question["level"] == level]
        if asked:
            lines += [f"## {level.title()}", ""]
            lines += [f"- **{question['id']}** {question['ask']}" for question in asked] + [""]
    return "\n".join(lines)


def _solutions(scenario: Scenario) -> str:
    lines = [f"# {scenario.title}: solutions", "", "For the trainer. The key holds the same, and every fact.", ""]
    for question in scenario.questions:
        marked = "" if question.get("expect") else " *For a reader.*"
        lines += [f"**{question['id']}, {question['level']}.** {question['ask']}", ""]
        lines += [f"> {question['answer']}", "", f"{question['why']}{marked}".strip(), ""]
    return "\n".join(lines)


def _answers(scenario: Scenario) -> str:
    lines = [
        f"# Answers to {scenario.name}. Numbers as figures, times as 2026-03-07 15:02 in the scenario's zone,",
        "# places as latitude, longitude. Then: phonefx grade key.json answers.yaml",
    ]
    for question in scenario.questions:
        lines += [f"# {question['ask']}", f'{question["id"]}: ""']
    return "\n".join(lines) + "\n"
