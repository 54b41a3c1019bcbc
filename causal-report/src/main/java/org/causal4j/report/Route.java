package org.causal4j.report;

import com.google.common.collect.ImmutableList;

/**
 * The way of an edge: a start and cubic Bézier pieces, in (along, across) coordinates.
 *
 * @param start where it begins
 * @param pieces control, control and end point of each piece
 */
record Route(Point start, ImmutableList<Piece> pieces) {

  record Point(double along, double across) {
    Point moved(double a, double c) {
      return new Point(along + a, across + c);
    }

    Point swapped() {
      return new Point(across, along);
    }
  }

  record Piece(Point control1, Point control2, Point end) {
    static Piece straight(Point from, Point to) {
      return new Piece(mix(from, to, 1.0 / 3), mix(from, to, 2.0 / 3), to);
    }

    /** Leaves and arrives along the layers. */
    static Piece smooth(Point from, Point to) {
      double half = (to.along - from.along) / 2;
      return new Piece(
          new Point(from.along + half, from.across), new Point(to.along - half, to.across), to);
    }

    Piece moved(double a, double c) {
      return new Piece(control1.moved(a, c), control2.moved(a, c), end.moved(a, c));
    }
  }

  static Point mix(Point a, Point b, double share) {
    return new Point(
        a.along + (b.along - a.along) * share, a.across + (b.across - a.across) * share);
  }

  Route moved(double a, double c) {
    return new Route(
        start.moved(a, c), ImmutableList.copyOf(pieces.stream().map(p -> p.moved(a, c)).toList()));
  }

  Route swapped() {
    return new Route(
        start.swapped(),
        ImmutableList.copyOf(
            pieces.stream()
                .map(p -> new Piece(p.control1.swapped(), p.control2.swapped(), p.end.swapped()))
                .toList()));
  }

  Route reversed() {
    ImmutableList.Builder<Piece> back = ImmutableList.builder();
    for (int i = pieces.size() - 1; i >= 0; i--) {
      Point end = i == 0 ? start : pieces.get(i - 1).end;
      back.add(new Piece(pieces.get(i).control2, pieces.get(i).control1, end));
    }
    return new Route(end(), back.build());
  }

  Point end() {
    return pieces.get(pieces.size() - 1).end;
  }

  /**
   * The same way, less its last {@code length} pixels, for an arrow head that ends where it did.
   */
  Route shortened(double length) {
    Piece last = pieces.get(pieces.size() - 1);
    Point heading = heading();
    double a = -heading.along * length;
    double c = -heading.across * length;
    ImmutableList.Builder<Piece> shorter = ImmutableList.builder();
    shorter.addAll(pieces.subList(0, pieces.size() - 1));
    shorter.add(new Piece(last.control1, last.control2.moved(a, c), last.end.moved(a, c)));
    return new Route(start, shorter.build());
  }

  /** The direction of arrival, of length one. */
  Point heading() {
    Piece last = pieces.get(pieces.size() - 1);
    double a = last.end.along - last.control2.along;
    double c = last.end.across - last.control2.across;
    double length = Math.sqrt(a * a + c * c);
    return length == 0 ? new Point(1, 0) : new Point(a / length, c / length);
  }

  /** A point of a piece, from 0 at its start to 1 at its end. */
  Point at(int piece, double t) {
    Point p0 = piece == 0 ? start : pieces.get(piece - 1).end;
    Piece p = pieces.get(piece);
    Point a = mix(mix(p0, p.control1, t), mix(p.control1, p.control2, t), t);
    Point b = mix(mix(p.control1, p.control2, t), mix(p.control2, p.end, t), t);
    return mix(a, b, t);
  }

  /** Points along the way, close enough to see what it runs over. */
  ImmutableList<Point> samples() {
    ImmutableList.Builder<Point> points = ImmutableList.builder();
    for (int piece = 0; piece < pieces.size(); piece++) {
      for (int step = 0; step <= 20; step++) {
        points.add(at(piece, step / 20.0));
      }
    }
    return points.build();
  }

  /** As path data, with along as x. */
  String pathData() {
    StringBuilder d = new StringBuilder("M").append(pair(start));
    for (Piece piece : pieces) {
      d.append('C').append(pair(piece.control1)).append(' ');
      d.append(pair(piece.control2)).append(' ').append(pair(piece.end));
    }
    return d.toString();
  }

  private static String pair(Point p) {
    return NumberText.coordinate(p.along) + " " + NumberText.coordinate(p.across);
  }
}
