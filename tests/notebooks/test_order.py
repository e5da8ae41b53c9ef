"""Cells that were run in another order than they stand in are told of where a value differs."""

from __future__ import annotations

import json

from stepbridge_codemods.notebooks import rewrite_notebook

SETUP = "from google import genai\nclient = genai.Client()\nmodel = 'gemini-2.5-flash'"
ASK = "response = client.models.generate_content(model=model, contents='Hi')"
OTHER = "model = 'gemini-2.5-pro'"


def told(*cells: tuple[int | None, str]) -> list[str]:
    """The remarks on a notebook of cells with their execution counts."""
    book = {
        "cells": [
            {
                "cell_type": "code",
                "execution_count": count,
                "metadata": {},
                "outputs": [],
                "source": source,
            }
            for count, source in cells
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    result = rewrite_notebook(json.dumps(book).encode(), "a.ipynb")
    assert result.error is None
    return [f"{remark.cell}:{remark.line} {remark.message}" for remark in result.remarks]


def test_a_cell_below_had_set_the_name() -> None:
    (remark,) = told((1, SETUP), (3, ASK), (2, OTHER))
    assert remark.startswith("2:1 when this cell ran, model was what cell 3 had set")
    assert "what cell 1 sets" in remark


def test_the_cell_above_had_not_run_yet() -> None:
    (remark,) = told((1, SETUP), (3, OTHER), (2, ASK))
    assert remark.startswith("3:1 when this cell ran, model was what cell 1 had set")


def test_nothing_is_said_where_the_order_is_that_of_the_cells() -> None:
    assert told((1, SETUP), (2, ASK), (3, OTHER)) == []
    assert told((4, SETUP), (6, OTHER), (9, ASK)) == []


def test_nothing_is_said_where_the_order_is_not_known() -> None:
    assert told((None, SETUP), (None, ASK), (None, OTHER)) == []
    assert told((1, SETUP), (3, ASK), (None, OTHER)) == []


def test_nothing_is_said_of_names_that_are_set_once_or_cells_without_calls() -> None:
    assert told((5, SETUP), (7, ASK), (6, "other = 1")) == []
    assert told((1, SETUP), (2, ASK), (4, "print(model)"), (3, OTHER)) == []
