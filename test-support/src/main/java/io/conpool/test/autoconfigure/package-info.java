/**
 * {@link io.conpool.test.MockH2Server} in the application contexts of tests:
 * {@link io.conpool.test.autoconfigure.H2ClientTest} for a slice with the clients alone,
 * {@link io.conpool.test.autoconfigure.AutoConfigureMockH2Server} for any other test.
 */
@NullMarked
package io.conpool.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
