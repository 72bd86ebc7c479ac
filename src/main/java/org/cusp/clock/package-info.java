/** The time that a piece of work has: one deadline, handed down from where the work begins. */
package org.cusp.clock;
