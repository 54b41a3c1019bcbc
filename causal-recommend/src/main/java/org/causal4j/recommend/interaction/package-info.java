/**
 * Who touched what, as a graph. Start with {@link
 * org.causal4j.recommend.interaction.InteractionGraph}.
 */
@NullMarked
package org.causal4j.recommend.interaction;

import org.jspecify.annotations.NullMarked;
