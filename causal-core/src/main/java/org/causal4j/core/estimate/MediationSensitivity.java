package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import java.util.Optional;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;

/**
 * What an indirect effect becomes if the errors of mediator and outcome have the correlation ρ, as
 * from a common cause that nobody measured (Imai, Keele and Yamamoto, Statistical Science 25(1),
 * 2010, Theorem 4), in linear models without interaction:
 *
 * <pre>  β σ₁/σ₂ (ρ̃ − ρ √((1 − ρ̃²)/(1 − ρ²)))</pre>
 *
 * <p>with β the effect of treatment on the mediator, σ₂ the deviation of the mediator's errors, σ₁
 * that of the outcome's without the mediator, and ρ̃ the correlation of these two. One mediator.
 *
 * @param zeroAt the ρ at which the indirect effect is 0: ρ̃
 * @param scale β σ₁/σ₂
 */
public record MediationSensitivity(double zeroAt, double scale) {

  /**
   * The sensitivity of a design with one mediator.
   *
   * @throws IllegalArgumentException if there are several mediators, the arms are not two, or the
   *     covariates leave no error
   */
  public static MediationSensitivity of(Design.Mediation design, Table table, Contrast contrast) {
    Preconditions.checkArgument(
        design.mediators().size() == 1,
        "mediators: the sensitivity is of one mediator, not of %s",
        design.mediators());
    Study study = Study.of(design, table, contrast, Optional.empty());
    double[] mediator = MediationAnalysis.mediator(table.column(design.mediators().get(0)));
    LeastSquares ofMediator = model(study, mediator);
    LeastSquares ofOutcome = model(study, study.y);
    double[] a = ofMediator.residuals();
    double[] b = ofOutcome.residuals();
    double aa = 0;
    double bb = 0;
    double ab = 0;
    for (int i = 0; i < a.length; i++) {
      aa += a[i] * a[i];
      bb += b[i] * b[i];
      ab += a[i] * b[i];
    }
    double total = Arrays.stream(mediator).map(v -> v * v).sum();
    Preconditions.checkArgument(
        aa > 1e-12 * total && bb > 0,
        "mediators: the covariates leave no error of it or the outcome");
    return new MediationSensitivity(
        ab / Math.sqrt(aa * bb), ofMediator.coefficient(study.x.columns()) * Math.sqrt(bb / aa));
  }

  private static LeastSquares model(Study study, double[] y) {
    int p = study.x.columns();
    LeastSquares fit =
        new LeastSquares(
            study.n(),
            p + 1,
            (i, row) -> {
              for (int c = 0; c < p; c++) {
                row[c] = study.x.get(i, c);
              }
              row[p] = study.arm[i];
            },
            y,
            null);
    Preconditions.checkArgument(
        !fit.dropped().contains(p), "treatment: the covariates determine it");
    return fit;
  }

  /**
   * The indirect effect under a correlation of the errors.
   *
   * @param rho above −1 and below 1
   */
  public double indirect(double rho) {
    Preconditions.checkArgument(rho > -1 && rho < 1, "rho: %s is not between -1 and 1", rho);
    return scale * (zeroAt - rho * Math.sqrt((1 - zeroAt * zeroAt) / (1 - rho * rho)));
  }
}
