package io.conpool.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.conpool.H2Client;
import io.conpool.autoconfigure.H2ClientBuilderCustomizer;
import io.conpool.test.MockH2Server;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of code that calls {@link H2Client}: the application context has the clients as
 * they are configured, led to a {@link MockH2Server}, SSL bundles, Jackson if it is
 * there, and the components that are named here. Of all others the component scan finds,
 * it has {@link H2ClientBuilderCustomizer} beans, and Jackson's modules and components.
 * <p>
 * With Spring Boot's {@code @AutoConfigureRestClient} beside it there are
 * {@code RestClient} and {@code RestTemplate}, too, over HTTP/2 if
 * {@code conpool.h2.rest-client.enabled} is set.
 * <p>
 * {@link AutoConfigureMockH2Server @AutoConfigureMockH2Server} on the test class chooses
 * TLS, or some of the clients.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(H2ClientTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(H2ClientTypeExcludeFilter.class)
@AutoConfigureMockH2Server
@ImportAutoConfiguration
public @interface H2ClientTest {

	/**
	 * Properties for the environment before the context is started.
	 * @return each as {@code key=value}; by default none
	 */
	String[] properties() default {};

	/**
	 * The components to test, as {@link #components()}.
	 * @return the components; by default none
	 */
	@AliasFor("components")
	Class<?>[] value() default {};

	/**
	 * The components to test, of those that the component scan finds.
	 * @return the components; by default none
	 */
	@AliasFor("value")
	Class<?>[] components() default {};

	/**
	 * Whether the component scan leaves out what does not belong to this kind of test.
	 * @return true, the default, if so
	 */
	boolean useDefaultFilters() default true;

	/**
	 * What is to be found beside it.
	 * @return filters; by default none
	 */
	ComponentScan.Filter[] includeFilters() default {};

	/**
	 * What is not to be found in spite of it.
	 * @return filters; by default none
	 */
	ComponentScan.Filter[] excludeFilters() default {};

	/**
	 * Auto-configurations of this kind of test that are left out.
	 * @return the classes; by default none
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
