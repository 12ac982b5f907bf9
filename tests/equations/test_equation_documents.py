"""Every equation says what it is: a permanent label, every argument, a source; and is a plain scalar function."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections import Counter, defaultdict

import pytest
from equation_list import LABEL, Equation, equations, rooms_with_equations

EQUATIONS = equations()
LONGEST_BODY = 14
GONE = "(gone)"
UNITS = {  # what an equation may give: "1" is a pure number, a share or probability one in [0, 1]
    *("1", "share", "share of value", "probability", "ln", "ln a week", "ln CNY", "per week", "weeks"),
    *("KPW", "KPW a week", "KPW/kg", "KPW/piece", "KPW/course", "KPW/unit", "KPW/CNY", "CNY", "CNY a week", "CNY/kg"),
    *("g", "g a week", "kg", "kg a week", "t a week", "pieces", "courses", "units", "hours a week", "visits a week"),
}
by_equation = pytest.mark.parametrize("equation", EQUATIONS, ids=[f"{e.room}.{e.name}" for e in EQUATIONS])

# A label is for ever: it is never given to another equation, not when its own is gone. Add new ones at the end of their
# room.
PERMANENT = {
    "BO": (
        "border",
        "channel_cost channel_weight least_cost_weight fill_rate gateway_target claim other_capacity weeks_of_wait "
        "unfilled_share replacement_chance drawn_share worth_of_room",
    ),
    "BU": (
        "budget",
        "buffer_target buffer_stock_budget rule_of_thumb_budget imported_share needs_first_budget met_part "
        "linear_expenditure fuel_season asset_smoothing_budget spilled_over usual_imported_part services_budget",
    ),
    "CD": ("clothing_demand", "need_probability common_reservation surplus purse_limit age_after_purchase"),
    "CT": (
        "clothing_trade",
        "posted_price next_markup believed_conversion critical_ratio order_level next_expected_visits season_factor "
        "offer_factor",
    ),
    "CO": ("collecting", "collector_yield gathering_probability (gone) log_reserve gathering_hands hands_of_week"),
    "GO": (
        "concealment",
        "detection_probability net_gain concealing_share hidden_grams consignment_grams gold_brought",
    ),
    "CF": ("confidence", "confidence"),
    "CU": ("currency", f"exchange_rate_change {GONE} fundamental_rate capital_brought_in won_demand"),
    "CR": ("credit", "lending_limit debt_service written_off grain_limit"),
    "DU": ("durables", "used_price sold_in_need"),
    "EX": (
        "expectations",
        "kept_share remembered expected_hazard expected_length stop_severity news_weight held_up_chance adapted_hazard "
        "speed_of_forgetting closure_share closure_chance ended_closure_chance length_at_hazard",
    ),
    "IL": ("illness", "illness_hazard treatment_limit"),
    "IG": ("imported_goods", "target_goods_price goods_order_level offer_price price_ceiling composite_price"),
    "LC": (
        "local_circulation",
        f"permanent_income services_price {GONE} next_wage labour_part {GONE} hours_offered served_share earning_time "
        "handling_cost petty_hours newcomers_part part_of_work_done cost_of_living",
    ),
    "ME": ("meals", "affordable_quantity rice_part"),
    "MT": (
        "medicine_trade",
        "gain_of_another_week target_medicine_price imported_preference depletion_weeks hoarding_chance weeks_of_today "
        "factory_output imported_share offered_share domestic_price medicine_order_level",
    ),
    "OG": (
        "own_grain",
        "harvest_part own_harvest meal_from_own_grain sold_at_harvest gleaned food_from_income decline_of_meals",
    ),
    "RA": ("rations", "filled_part ration shop_price"),
    "SG": ("strategies", "tilted_return with_medicine strategy_weight line_return relative_part"),
    "SA": ("samples", "sample_pieces"),
    "SE": ("setbacks", "setback_chance (gone)"),
    "ST": (
        "staples",
        "relative_stock target_price next_import_parity (gone) (gone) (gone) (gone) use_elasticity storage_factor "
        "rice_premium grain_imports local_price procured expected_openness (gone) next_price_level "
        "farm_labour_part next_crop_price",
    ),
    "SB": ("state", "newly_issued_wage hired_part"),
    "TC": (
        "trading_companies",
        "chinese_price shared_surplus_price proportional_price competition_part (gone) affordable_price "
        "hurdle_factor reinvested_profit useless_money waiting_part buyer_found_probability excess_return "
        "entering_money planned_purchases",
    ),
    "WH": (
        "wholesale",
        "wholesale_price affordable_share medicine_budget_share backlog_after_order backlog_after_shift",
    ),
}


def documented(equation: Equation) -> set[str]:
    """Names of the arguments that the docstring's Parameters section explains."""
    section = re.search(r"Parameters\n-+\n(.*?)\n\n", equation.doc, re.DOTALL)
    lines = section.group(1).splitlines() if section else []
    explained = [line.split(" : ")[0] for line in lines if " : " in line]
    return {name.strip() for names in explained for name in names.split(",")}


def test_every_room_with_equations_is_read() -> None:
    assert len(rooms_with_equations()) >= 17
    assert {equation.room for equation in EQUATIONS} == set(rooms_with_equations())


@by_equation
def test_has_one_label_and_one_source(equation: Equation) -> None:
    assert len(LABEL.findall(equation.doc)) == 1, "one line such as '(CD-1) P = ...'"
    sources = re.findall(r"^Source: (\S.*)$", equation.doc, re.MULTILINE)
    assert len(sources) == 1, "one line such as 'Source: economy 10; tau assumed.'"


@by_equation
def test_starts_with_one_sentence(equation: Equation) -> None:
    first = equation.doc.split("\n")[0]
    assert first[0].isupper() or not first[0].isalpha() or first.startswith("ln ")
    summary = equation.doc.split("\n\n")[0]
    assert summary.rstrip().endswith(".")


@by_equation
def test_explains_every_argument(equation: Equation) -> None:
    borrowed = re.search(r"Parameters are those of (?:\()?([A-Z]{2}-\d+)", equation.doc)
    names = {parameter.name for parameter in equation.parameters}
    if borrowed:
        (source,) = [other for other in EQUATIONS if other.label == borrowed.group(1)]
        assert names <= documented(source)
    else:
        assert documented(equation) == names


@by_equation
def test_says_the_unit_of_its_value(equation: Equation) -> None:
    (says,) = re.findall(r"^Returns: (\S.*)\.$", equation.doc, re.MULTILINE)
    unit, argument = says.split(", ")[0], says.removeprefix("in the unit of ").split(", ")[0]
    assert unit in UNITS or argument in {parameter.name for parameter in equation.parameters}, says


@by_equation
def test_is_a_plain_scalar_function(equation: Equation) -> None:
    for parameter in equation.parameters:
        assert parameter.default is inspect.Parameter.empty, f"{parameter.name} has a default"
        assert parameter.annotation == "float" or parameter.annotation is float, f"{parameter.name} is not a float"


@by_equation
def test_is_short(equation: Equation) -> None:
    tree = ast.parse(textwrap.dedent(inspect.getsource(equation.function))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    statements = tree.body[1:]
    lines = statements[-1].end_lineno - statements[0].lineno + 1  # type: ignore[operator]
    assert lines <= LONGEST_BODY
    assert not any(isinstance(node, ast.For | ast.While) for node in ast.walk(tree)), "an equation has no loop"


def test_labels_are_unique_and_one_prefix_belongs_to_one_room() -> None:
    counts = Counter(equation.label for equation in EQUATIONS)
    assert [label for label, count in counts.items() if count > 1] == []
    rooms = defaultdict(set)
    for equation in EQUATIONS:
        rooms[equation.label[:2]].add(equation.room)
    assert all(len(found) == 1 for found in rooms.values()), dict(rooms)


def test_labels_are_permanent() -> None:
    now = {equation.label: (equation.room, equation.name) for equation in EQUATIONS}
    for prefix, (room, names) in PERMANENT.items():
        for number, name in enumerate(names.split(), start=1):
            assert now.get(f"{prefix}-{number}") == (None if name == GONE else (room, name))


def test_new_labels_count_on_in_their_room() -> None:
    by_room = defaultdict(list)
    for equation in EQUATIONS:
        by_room[equation.room].append(int(equation.label[3:]))
    for prefix, (room, names) in PERMANENT.items():
        assert prefix in {equation.label[:2] for equation in EQUATIONS}, room
        by_room[room] += [number for number, name in enumerate(names.split(), start=1) if name == GONE]
    for room, numbers in by_room.items():
        assert sorted(numbers) == list(range(1, len(numbers) + 1)), room
