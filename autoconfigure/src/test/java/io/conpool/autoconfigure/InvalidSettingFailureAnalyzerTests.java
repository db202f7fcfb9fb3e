package io.conpool.autoconfigure;

import io.conpool.autoconfigure.testsupport.SelfSigned;
import io.conpool.error.InvalidSettingException;
import io.conpool.pool.PoolConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class InvalidSettingFailureAnalyzerTests {

	@Test
	void aWrongValueStopsTheStartWithItsPropertyAndWhatWasExpected(CapturedOutput output) {
		startFails(Application.class, "--conpool.h2.pool.max-connections=0");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The HTTP/2 client cannot be configured:")
			.contains("Property: conpool.h2.pool.max-connections")
			.contains("Value: \"0\"")
			.contains("Origin: \"conpool.h2.pool.max-connections\" from property source \"commandLineArgs\"")
			.contains("Reason: it must be 1 or more, was 0")
			.contains("Correct the property 'conpool.h2.pool.max-connections'");
	}

	@Test
	void aWrongValueOfANamedClientStopsTheStartThoughNobodyUsesTheClient(CapturedOutput output) {
		startFails(Application.class, "--conpool.h2.clients.stockItems.pool.max-connections=0");
		assertThat(output).contains("Property: conpool.h2.clients.stockItems.pool.max-connections")
			.contains("Value: \"0\"")
			.contains("Origin: \"conpool.h2.clients.stockItems.pool.max-connections\" from property source")
			.contains("Reason: it must be 1 or more, was 0");
	}

	@Test
	void anUnknownSslBundleOfANamedClientIsExplained(CapturedOutput output) {
		startFails(Application.class, "--conpool.h2.clients.orders.ssl.bundle=missing");
		assertThat(output).contains("Property: conpool.h2.clients.orders.ssl.bundle")
			.contains("Reason: it must be the name of an SSL bundle below 'spring.ssl.bundle'; there are [old]");
	}

	@Test
	void anSslBundleThatDoesNotSuitANamedClientIsExplained(CapturedOutput output) {
		startFails(Application.class, "--conpool.h2.clients.orders.ssl.bundle=old");
		assertThat(output).contains("Property: conpool.h2.clients.orders.ssl.bundle")
			.contains("Reason: ssl.protocols of the SSL bundle must be TLSv1.3, TLSv1.2 or both, was [TLSv1.1]");
	}

	@Test
	void aMisspeltPropertyOfANamedClientIsExplainedBySpringBoot(CapturedOutput output) {
		startFails(Application.class, "--conpool.h2.clients.orders.pol.max-connections=2");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Property: conpool.h2.clients.orders.pol.max-connections")
			.contains("Reason: The elements [conpool.h2.clients.orders.pol.max-connections] were left unbound.");
	}

	@Test
	void whatAllClientsShareIsExplainedWhereOneSetsIt(CapturedOutput output) {
		startFails(Application.class, "--conpool.h2.clients.orders.transport.event-loop-threads=2");
		assertThat(output).contains("Property: conpool.h2.clients.orders.transport.event-loop-threads")
			.contains("Reason: it must be left to 'conpool.h2.transport.event-loop-threads'");
	}

	@Test
	void theValueIsShownAsItWasWritten(CapturedOutput output) {
		startFails(Application.class, "--conpool.h2.http2.initialWindowSize=1KB");
		assertThat(output).contains("Property: conpool.h2.http2.initial-window-size")
			.contains("Value: \"1KB\"")
			.contains("Reason: it must be 65535 to 2147483647 bytes, was 1024");
	}

	@Test
	void aTransportThatIsNotThereIsExplained(CapturedOutput output) {
		startFails(Application.class, "--conpool.h2.transport.type=kqueue");
		assertThat(output).contains("Property: conpool.h2.transport.type").contains("Value: \"kqueue\"");
	}

	@Test
	void anUnknownSslBundleIsExplained(CapturedOutput output) {
		startFails(Application.class, "--conpool.h2.ssl.bundle=missing");
		assertThat(output).contains("Property: conpool.h2.ssl.bundle")
			.contains("Value: \"missing\"")
			.contains("Reason: it must be the name of an SSL bundle below 'spring.ssl.bundle'; there are [old]");
	}

	@Test
	void anSslBundleThatDoesNotSuitHttp2IsExplained(CapturedOutput output) {
		startFails(Application.class, "--conpool.h2.ssl.bundle=old");
		assertThat(output).contains("Property: conpool.h2.ssl.bundle")
			.contains("Value: \"old\"")
			.contains("Reason: ssl.protocols of the SSL bundle must be TLSv1.3, TLSv1.2 or both, was [TLSv1.1]");
	}

	@Test
	void aValueThatCodeHasSetIsExplained(CapturedOutput output) {
		startFails(CustomizerConfiguration.class);
		assertThat(output).contains("Property: conpool.h2.pool.max-waiters")
			.contains("Value: \"-1\"")
			.doesNotContain("Origin:")
			.contains("is not set: correct the bean that sets it in code");
	}

	@Test
	void aValueOfTheWrongTypeIsExplainedBySpringBoot(CapturedOutput output) {
		startFails(Application.class, "--conpool.h2.pool.max-connections=many");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Property: conpool.h2.pool.max-connections")
			.contains("Value: \"many\"");
	}

	@Test
	void tlsWithoutAlpnIsNoPropertysFault() {
		InvalidSettingException failure = new InvalidSettingException("clients.orders.ssl.alpn", "unsupported", "ALPN");
		FailureAnalysis analysis = new InvalidSettingFailureAnalyzer(new MockEnvironment()).analyze(failure);
		assertThat(analysis.getDescription()).contains("has no ALPN").doesNotContain("Property:");
		assertThat(analysis.getAction()).contains("netty-tcnative-boringssl-static");
	}

	@Test
	void theSettingIsFoundHoweverDeepItIsWrapped() {
		Throwable wrapped = new InvalidSettingException("requestTimeout", "PT0S", "more than 0");
		for (int depth = 0; depth < 5; depth++) {
			wrapped = new BeanCreationException("bean" + depth, "failed", new IllegalStateException(wrapped));
		}
		MockEnvironment environment = new MockEnvironment().withProperty("conpool.h2.request-timeout", "0s");
		FailureAnalysis analysis = new InvalidSettingFailureAnalyzer(environment).analyze(wrapped);
		assertThat(analysis.getDescription()).contains("Property: conpool.h2.request-timeout")
			.contains("Value: \"0s\"")
			.contains("it must be more than 0, was PT0S");
		assertThat(analysis.getCause()).isInstanceOf(InvalidSettingException.class);
	}

	@Test
	void withoutAnEnvironmentTheValueOfTheSettingIsShown() {
		InvalidSettingException failure = new InvalidSettingException("maxReplays", -1, "0 or more");
		FailureAnalysis analysis = new InvalidSettingFailureAnalyzer(null).analyze(failure);
		assertThat(analysis.getDescription()).contains("Property: conpool.h2.max-replays").contains("Value: \"-1\"");
	}

	private static void startFails(Class<?> application, String... arguments) {
		SpringApplication start = new SpringApplicationBuilder(application).web(WebApplicationType.NONE).build();
		assertThatException().isThrownBy(() -> start.run(arguments));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ H2ClientAutoConfiguration.class, SslAutoConfiguration.class })
	static class Application {

		@Bean
		SslBundleRegistrar oldBundle() {
			SslOptions options = SslOptions.of(null, new String[] { "TLSv1.1" });
			return (registry) -> registry.registerBundle("old", SelfSigned.bundle(options));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(H2ClientAutoConfiguration.class)
	static class CustomizerConfiguration {

		@Bean
		H2ClientBuilderCustomizer wrong() {
			return (builder) -> builder.pool(PoolConfig.builder().maxWaiters(-1).build());
		}

	}

}
