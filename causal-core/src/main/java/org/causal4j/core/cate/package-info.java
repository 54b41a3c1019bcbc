/**
 * Effects that differ from unit to unit: E[Y(1) − Y(0) | X = x], with intervals. Start with {@link
 * org.causal4j.core.cate.CateData}.
 */
@NullMarked
package org.causal4j.core.cate;

import org.jspecify.annotations.NullMarked;
