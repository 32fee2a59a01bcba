import json

from service.capture import documents


def test_more_lines_than_are_kept_are_said_to_be_cut_off():
    boxes = {"layoutIndex": [0, 0], "bounds": [[0, 0, 9, 9]] * 2, "start": [0, 1], "length": [1, 1]}
    document = {"documentURL": -1, "title": -1, "contentLanguage": -1, "layout": {"text": [0]}, "textBoxes": boxes}
    layout = json.loads(documents.write({"strings": ["ab"], "documents": [document]}, most=1))
    assert [run[0] for run in layout["documents"][0]["runs"]] == ["a"]
    assert layout["cut_off"] is True
