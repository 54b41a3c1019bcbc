package org.causal4j.graph.bayes;

/** The file formats of {@link NetworkFormats}. */
public enum NetworkFormat {
  /** Bayesian network interchange format, as the bnlearn repository and JavaBayes write it. */
  BIF,
  /** The XML form of it, version 0.3. */
  XMLBIF,
  /** The format of the UAI inference competitions: numbers only, no names. */
  UAI
}
