"""Events and flows in every form they are written: verb, passive, noun and gerund; sentences of our own."""

from __future__ import annotations

import pytest

from jangmadang.reading.reader import read_text

#: Kind, the status that a clause states, and clauses that say it. Each clause stands at the start of a sentence.
EVENTS = {
    ("border_closure", "ongoing"): (
        "The border has been closed for months",
        "The border closure drags on",
        "The country's border remains sealed",
    ),
    ("border_closure", "occurred"): (
        "North Korea closed its border in January 2020",
        "The state sealed the border with China last winter",
        "The authorities shut down the border in spring",
    ),
    ("border_reopening", "occurred"): (
        "North Korea reopened its border in August",
        "The border was reopened last month",
    ),
    ("trade_suspended", "ongoing"): (
        "Trade with China has been suspended",
        "Official trade has ground to a halt",
        "Trade has come to a standstill",
        "The halt in imports goes on",
        "Imports have been halted",
    ),
    ("trade_resumed", "occurred"): (
        "Trade with China resumed on Monday",
        "The two sides resumed rail freight on Monday",
        "Freight trains began running again this week",
        "The customs house reopened last week",
        "Customs trade has restarted",
    ),
    ("smuggling_suspended", "ongoing"): (
        "State smuggling has been suspended",
        "Smuggling has come to a halt",
        "Smuggling has almost disappeared",
        "The ban on smuggling is in force",
        "Smuggling operations have been blocked",
    ),
    ("smuggling_resumed", "occurred"): (
        "State agencies resumed smuggling",
        "Smuggling has started again",
        "Smuggling resumed last month",
    ),
    ("crackdown", "ongoing"): (
        "The authorities are cracking down on smugglers",
        "A crackdown on private trade is under way",
        "The clampdown on private fuel sales goes on",
        "Police are confiscating goods at the market",
        "Agents have stepped up crackdowns on brokers",
    ),
    ("inspection", "ongoing"): (
        "Officials are conducting strict inspections at the market",
        "The party launched intensive inspections of trading firms",
        "Police have set up checkpoints on the road",
        "Inspections have been tightened at customs",
    ),
    ("easing", "occurred"): (
        "The authorities eased restrictions on travel",
        "Restrictions on movement were relaxed last week",
        "Border controls have been loosened",
    ),
    ("lockdown", "ongoing"): (
        "The city has been placed under lockdown",
        "The city is under a full lockdown",
        "The county has been locked down",
    ),
    ("lockdown_lifted", "occurred"): (
        "The lockdown was lifted on Sunday",
        "The authorities lifted the lockdown",
    ),
    ("market_closure", "ongoing"): (
        "The market has been closed",
        "Markets remain shut",
    ),
    ("market_reopening", "occurred"): (
        "The market reopened on Monday",
        "Markets were reopened last week",
    ),
    ("distribution", "occurred"): (
        "The authorities distributed rice to residents",
        "Rations were handed out on the holiday",
        "Food was distributed to workers",
        "The state handed out rations for a week",
    ),
    ("price_control", "ongoing"): (
        "The state is trying to control prices with caps",
        "Efforts to control prices go on",
        "Price controls are in force",
    ),
    ("currency_measure", "occurred"): (
        "The use of foreign currency was banned in spring",
    ),
    ("outbreak", "occurred"): (
    ),
    ("disaster", "occurred"): (
        "Floods hit the fields in July",
        "Many fields suffered from frost",
    ),
    ("arrest", "occurred"): (
        "Police arrested two brokers",
        "Two smugglers were arrested last week",
        "A trader was detained",
    ),
    ("policy_order", "occurred"): (
        "The government issued an order on market hours",
        "An order was handed down from the center",
        "The authorities instructed firms to buy fertilizer",
        "The party adopted a new law on trade",
        "Firms received orders to stop exports of herbs",
        "The state amended the quarantine law",
    ),
    ("policy_order", "ongoing"): (
        "A ban on sales of rice is in force",
        "The sale of rice is banned",
    ),
    # a noun does not say whether it goes on
    ("border_closure", None): (
        "The closure of the border has made goods rare",
        "Because of the shutdown of the border, traders sit at home",
        "The sealing of the border has hit traders",
    ),
    ("border_reopening", None): (
        "The reopening of the border lifted spirits",
    ),
    ("trade_suspended", None): (
        "The suspension of trade weighs on traders",
        "The closure of the customs house weighs on the town",
    ),
    ("trade_resumed", None): (
        "The resumption of trade pleased merchants",
        "The restart of official trade pleased merchants",
    ),
    ("smuggling_resumed", None): (
        "The resumption of state-led smuggling pleased merchants",
    ),
    ("inspection", None): (
        "Traders face tougher inspections",
    ),
    ("easing", None): (
        "The easing of controls helped traders",
    ),
    ("lockdown_lifted", None): (
        "The lifting of the lockdown pleased residents",
    ),
    ("market_closure", None): (
        "The closure of markets hurts vendors",
    ),
    ("market_reopening", None): (
        "The reopening of markets pleased vendors",
    ),
    ("currency_measure", None): (
        "The state carried out a currency reform",
        "The redenomination of 2009 is remembered",
    ),
    ("outbreak", None): (
        "An outbreak of the disease was announced in May",
        "The country announced its first coronavirus cases",
    ),
    ("disaster", None): (
        "A typhoon damaged the harvest",
        "The drought of last spring hurt farms",
    ),
    ("arrest", None): (
        "The arrest of a money changer shocked the town",
    ),
}  # fmt: skip

FLOWS = {
    "import": (
        "Traders are bringing in {} from China",
        "{} is coming in from China",
        "{} is imported from China through customs",
        "North Korea is importing {} from China",
        "Imports of {} go on",
        "Trucks carrying {} have been arriving in Hyesan",
        "{} has been flowing into the country through customs",
        "{} entered North Korea through customs",
        "Chinese traders ship {} to North Korea",
        "Smugglers bring in {} from China",
    ),
    "export": (
        "Traders are exporting {} to China",
        "{} is smuggled into China",
        "{} is being exported to China",
        "Smugglers sell {} to Chinese traders",
        "Trading companies send {} to China",
        "Exports of {} go on",
    ),
}
GOODS = {"sugar": "sugar", "flour": "grain.wheat_flour", "fertilizer": "farm.fertilizer", "gold": "metal.gold"}


@pytest.mark.parametrize(
    ("kind", "status", "clause"), [(*key, clause) for key, clauses in EVENTS.items() for clause in clauses]
)
def test_an_event_is_read_in_every_form(kind: str, status: str | None, clause: str) -> None:
    events = [record for record in read_text(f"{clause}, a trader said.").records if record.type == "event"]
    assert (kind, status) in {(event.event_type, event.status and event.status.value) for event in events}


@pytest.mark.parametrize("good", GOODS)
@pytest.mark.parametrize(("way", "form"), [(way, form) for way, forms in FLOWS.items() for form in forms])
def test_a_flow_is_read_in_every_form(way: str, form: str, good: str) -> None:
    text = form.format(good) + ", a source said."
    flows = [record for record in read_text(text[0].upper() + text[1:]).records if record.type == "flow"]
    assert [(flow.direction, flow.item_id) for flow in flows] == [(way, GOODS[good])]
