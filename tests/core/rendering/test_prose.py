from core.rendering.prose import prose


def test_each_table_stands_in_a_box_the_keyboard_reaches():
    shown = prose(
        "<p>Trước</p>\n<table><tbody><tr><td>1</td></tr></tbody></table>\n<table></table>"
    )
    assert shown.startswith('<p>Trước</p>\n<div class="table-scroll" role="group"')
    assert shown.count('tabindex="0"><table>') == shown.count("</table></div>") == 2


def test_a_body_without_tables_stays_as_it_was_saved():
    assert prose("<p>a &lt; b</p>") == "<p>a &lt; b</p>"
