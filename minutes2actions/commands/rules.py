"""The commands that list, check and test the rules."""

from __future__ import annotations

from pathlib import Path

import click

from minutes2actions.commands.options import DEBUG, RULES
from minutes2actions.errors import ExitCode


@click.group(invoke_without_command=True)
@click.pass_context
def rules(context: click.Context) -> None:
    """The wording that is known, where each rule came from, and their own examples.

    \b
    Examples:
      minutes2actions rules list
      minutes2actions rules check --rules our-rules
    """
    if context.invoked_subcommand is None:
        context.invoke(list_rules)


@rules.command("list")
@click.argument("kind", required=False)
@RULES
@DEBUG
def list_rules(kind: str | None = None, rule_folders: tuple[Path, ...] = (), debug: bool = False) -> None:
    """Print the rules in force, all or of one KIND, with the file that each came from.

    \b
    Examples:
      minutes2actions rules list
      minutes2actions rules list heading
      minutes2actions rules list board --rules our-rules
    """
    from minutes2actions import output, rulebook

    if kind is not None and kind not in rulebook.SCHEMAS:
        raise click.BadParameter(f"{kind!r} is no kind of rule: use one of {', '.join(sorted(rulebook.SCHEMAS))}")
    output.write_result(output.rules_table(rulebook.load(rule_folders), kind), None)


@rules.command("check")
@RULES
@DEBUG
def check_rules(rule_folders: tuple[Path, ...], debug: bool) -> None:
    """Say whether the rules are well formed; if not, name file, rule, key and what was probably meant.

    \b
    Examples:
      minutes2actions rules check
      minutes2actions rules check --rules our-rules
    """
    from minutes2actions import output, rulebook
    from minutes2actions.audit.gauges import Gauges

    book = rulebook.load(rule_folders)
    Gauges(book)
    rules = list(book)
    files = {rule.file for rule in rules}
    output.write_result(f"{len(rules)} rules in {len(files)} files are well formed\n", None)


@rules.command("test")
@RULES
@DEBUG
def test_rules(rule_folders: tuple[Path, ...], debug: bool) -> ExitCode:
    """Try every rule on its own examples: what it should read, and what it should leave alone.

    \b
    Examples:
      minutes2actions rules test
      minutes2actions rules test --rules our-rules
    """
    from minutes2actions import examples, output, rulebook
    from minutes2actions.progress import say

    rules = rulebook.load(rule_folders)
    failures = examples.failing(rules)
    for failure in failures:
        say(f"{failure}: mend the rule or the example")
    output.write_result(f"{examples.count(rules)} examples, {len(failures)} not as they should be\n", None)
    return ExitCode.BAD_RULES if failures else ExitCode.OK
