package org.huiliu.bench.repeats;

import java.util.List;

/** Logistic regression with a ridge, by Newton's method: the same answer every time, in a few steps. */
final class Regression {
    private static final int STEPS = 25;

    private Regression() {}

    /**
     * One observation.
     *
     * @param weight how much it counts
     */
    record Row(double[] values, boolean yes, double weight) {}

    /** The coefficients, the bias last. */
    static double[] fit(List<Row> rows, double ridge) {
        int size = rows.get(0).values().length + 1;
        double[] coefficients = new double[size];
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = new double[size];
            double[][] hessian = new double[size][size];
            for (Row row : rows) {
                double probability = 1 / (1 + Math.exp(-logit(coefficients, row.values())));
                double error = row.weight() * (probability - (row.yes() ? 1 : 0));
                double curve = row.weight() * Math.max(1e-6, probability * (1 - probability));
                for (int i = 0; i < size; i++) {
                    double vi = i == size - 1 ? 1 : row.values()[i];
                    if (vi == 0) {
                        continue;
                    }
                    gradient[i] += error * vi;
                    for (int j = 0; j <= i; j++) {
                        hessian[i][j] += curve * vi * (j == size - 1 ? 1 : row.values()[j]);
                    }
                }
            }
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < i; j++) {
                    hessian[j][i] = hessian[i][j];
                }
                if (i < size - 1) {
                    gradient[i] += ridge * coefficients[i];
                    hessian[i][i] += ridge;
                } else {
                    hessian[i][i] += 1e-6;
                }
            }
            double[] move = solve(hessian, gradient);
            for (int i = 0; i < size; i++) {
                coefficients[i] -= move[i];
            }
        }
        return coefficients;
    }

    static double logit(double[] coefficients, double[] values) {
        double sum = coefficients[values.length];
        for (int i = 0; i < values.length; i++) {
            sum += coefficients[i] * values[i];
        }
        return sum;
    }

    private static double[] solve(double[][] matrix, double[] right) {
        int size = right.length;
        double[] solution = right.clone();
        for (int column = 0; column < size; column++) {
            int pivot = column;
            for (int row = column + 1; row < size; row++) {
                if (Math.abs(matrix[row][column]) > Math.abs(matrix[pivot][column])) {
                    pivot = row;
                }
            }
            double[] swapped = matrix[column];
            matrix[column] = matrix[pivot];
            matrix[pivot] = swapped;
            double value = solution[column];
            solution[column] = solution[pivot];
            solution[pivot] = value;
            for (int row = column + 1; row < size; row++) {
                double factor = matrix[row][column] / matrix[column][column];
                for (int i = column; i < size; i++) {
                    matrix[row][i] -= factor * matrix[column][i];
                }
                solution[row] -= factor * solution[column];
            }
        }
        for (int row = size - 1; row >= 0; row--) {
            for (int i = row + 1; i < size; i++) {
                solution[row] -= matrix[row][i] * solution[i];
            }
            solution[row] /= matrix[row][row];
        }
        return solution;
    }
}
