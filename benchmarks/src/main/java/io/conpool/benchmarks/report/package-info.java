/**
 * Tables and pictures of what was measured, and what was to be reached. Entry:
 * {@link io.conpool.benchmarks.report.PerformancePage}.
 */
@NullMarked
package io.conpool.benchmarks.report;

import org.jspecify.annotations.NullMarked;
