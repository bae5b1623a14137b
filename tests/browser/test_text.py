"""Text is shown as WhatsApp shows it, and data never becomes markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPhone

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

FORMAT = """async (text) => {
  const { formatted } = await import("./format.js");
  const box = document.createElement("div");
  box.append(...formatted(text));
  return box.innerHTML;
}"""
LINK = '<a href="{0}" target="_blank" rel="noopener noreferrer" dir="ltr">{0}</a>'


SHOWN = {
    "plain": "plain",
    "*bold* word": "<strong>bold</strong> word",
    "_slanted_, ~struck~": "<em>slanted</em>, <s>struck</s>",
    "*_both_*": "<strong><em>both</em></strong>",
    "طلب *\u2068#1042\u2069* وصل": "طلب <strong>\u2068#1042\u2069</strong> وصل",
    "2 * 3 * 4": "2 * 3 * 4",
    "snake_case_name": "snake_case_name",
    "`*code*`": '<code dir="auto">*code*</code>',
    "```a\nb```": '<code class="block" dir="auto">a\nb</code>',
    "see https://a.example/b_c_d.": f"see {LINK.format('https://a.example/b_c_d')}.",
    "javascript:alert(1)": "javascript:alert(1)",
    "<img src=x onerror=alert(1)>": "&lt;img src=x onerror=alert(1)&gt;",
}


async def test_text_is_formatted_as_whatsapp_does(phone: OpenPhone) -> None:
    one = await phone()
    assert {text: await one.page.evaluate(FORMAT, text) for text in SHOWN} == SHOWN


async def test_markup_in_a_message_stays_text(phone: OpenPhone) -> None:
    one = await phone()
    await one.open(one.speaking("en")[0])
    await one.say("<b>not bold</b>")
    await expect(one.mine.last.locator(".flow")).to_contain_text("<b>not bold</b>")
    await expect(one.mine.last.locator("b")).to_have_count(0)


async def test_the_policy_of_the_page_forbids_foreign_and_inline_scripts(phone: OpenPhone) -> None:
    one = await phone()
    policy = str(await one.page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content"))
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


async def test_every_word_of_the_page_is_there_in_both_languages(phone: OpenPhone) -> None:
    one = await phone()
    keys = "async (name) => Object.keys(Object.values(await import(`./words_${name}.js`))[0])"
    english, arabic = [set(await one.page.evaluate(keys, name)) for name in ("en", "ar")]
    assert english - arabic == set()
    assert arabic - english == {"newMessages_two", "newMessages_few"}  # Arabic has plural forms that English has not.
