/**
 * What every module shares: seeds, provenance, progress and exceptions. Start with {@link
 * org.causal4j.core.Seed}, which every random call takes.
 */
@NullMarked
package org.causal4j.core;

import org.jspecify.annotations.NullMarked;
