package org.cusp.report.page;

/** One line of a table of settings: a name and its value, both shown as they are. */
public record Fact(String name, String value) {}
