/**
 * Behavior logs and the tables made from them. Start with {@link org.causal4j.core.data.EventLog}
 * (who did what, when) or {@link org.causal4j.core.data.Table} (named columns, one row a unit).
 */
@NullMarked
package org.causal4j.core.data;

import org.jspecify.annotations.NullMarked;
