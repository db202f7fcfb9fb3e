/**
 * What the client costs, beside its peers. Entry: {@link io.conpool.benchmarks.Bench}.
 */
@NullMarked
package io.conpool.benchmarks;

import org.jspecify.annotations.NullMarked;
