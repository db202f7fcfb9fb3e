/**
 * Tables and pictures of what was measured.
 */
@NullMarked
package io.conpool.benchmarks.report;

import org.jspecify.annotations.NullMarked;
