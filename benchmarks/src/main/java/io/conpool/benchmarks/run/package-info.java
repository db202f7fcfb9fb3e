/**
 * Starts server and clients, lets the clients run in turn, and writes down what they say.
 * Entry: {@link io.conpool.benchmarks.run.Runner}.
 */
@NullMarked
package io.conpool.benchmarks.run;

import org.jspecify.annotations.NullMarked;
