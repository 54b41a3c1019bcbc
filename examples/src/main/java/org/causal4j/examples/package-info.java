/**
 * The command line, one class a command, each an example of the public API it calls. Start with
 * {@link org.causal4j.examples.Main}, or with {@link org.causal4j.examples.QuickstartCommand} for
 * the whole walk.
 */
@NullMarked
package org.causal4j.examples;

import org.jspecify.annotations.NullMarked;
