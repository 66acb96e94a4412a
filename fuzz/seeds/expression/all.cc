// Texts to start from, one of every form of CEL.
const char* const kForms[] = {
    "a ? b : c ? d : e",
    "!(-x) && y || !!z",
    "-1 - -1.5e3 * 0x1F / 7 % 2",
    "a.b.`c d`[1].size().contains('x')",
    "[1, 2.0, 'a', [], {}, {'k': true, 2: null}]",
    "xs.all(x, x > 0) || xs.exists_one(x, xs.map(y, y, x).filter(z, z in m) == [])",
    "has(m.a.b) ? m['a'] : r'raw\\n' + \"\\u00e9\\x41\\101\\U0001F680\"",
    "'''three\nlines''' + \"\"\"and 'quotes'\"\"\" // a comment",
    "${a} and $${b} and ${m['}'] + \"}\"} $",
    "worker.map(w, w.exitcode) == [0, -15] && live().size() == 0",
};
