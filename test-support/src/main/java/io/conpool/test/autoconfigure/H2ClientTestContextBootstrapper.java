package io.conpool.test.autoconfigure;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Makes the contexts of {@link H2ClientTest @H2ClientTest}. Stateless.
 */
final class H2ClientTestContextBootstrapper extends TestSliceTestContextBootstrapper<H2ClientTest> {

}
