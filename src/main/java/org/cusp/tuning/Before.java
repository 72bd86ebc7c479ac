package org.cusp.tuning;

import org.cusp.run.WarmStart;

/**
 * The checkpoint before, as the next one sees it.
 *
 * @param step of training
 * @param start where its chains were when its burn-in was over
 */
public record Before(long step, WarmStart start) {}
