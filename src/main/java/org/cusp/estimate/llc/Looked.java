package org.cusp.estimate.llc;

import java.util.Optional;
import org.cusp.point.PointCheck;
import org.cusp.verdict.ReplicaCheck;

/** What is known of w* beside the draws. */
record Looked(int pointGradients, Optional<PointCheck> point, Optional<ReplicaCheck> replicas) {}
