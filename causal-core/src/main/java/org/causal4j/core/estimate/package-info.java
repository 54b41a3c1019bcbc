/** Effects with intervals. Start with {@link org.causal4j.core.estimate.Estimators}. */
@NullMarked
package org.causal4j.core.estimate;

import org.jspecify.annotations.NullMarked;
