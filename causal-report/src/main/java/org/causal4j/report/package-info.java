/**
 * Every picture of the library: diagrams and charts as SVG, and self-contained HTML reports in
 * English and Chinese. Start with {@link org.causal4j.report.HtmlReport}; its figures come from
 * {@link org.causal4j.report.GraphPicture} and {@link org.causal4j.report.Charts}.
 */
@NullMarked
package org.causal4j.report;

import org.jspecify.annotations.NullMarked;
