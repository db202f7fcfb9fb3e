package io.conpool.autoconfigure;

import io.conpool.H2Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class UnknownClientFailureAnalyzerTests {

	@Test
	void aMisspeltNameIsExplainedWithTheNamesThatThereAre(CapturedOutput output) {
		startFails(Shop.class, "--conpool.h2.clients.orders.max-replays=1", "--conpool.h2.clients.stock.max-replays=1");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Parameter 0 of method shop in " + Shop.class.getName()
					+ " required an HTTP/2 client named 'ordres', of which there is none.")
			.contains("configure the client by 'conpool.h2.clients.ordres'")
			.contains("The named clients are: [orders, stock].");
	}

	@Test
	void itIsSaidIfThereAreNoNamedClients(CapturedOutput output) {
		startFails(Shop.class);
		assertThat(output).contains("There are no named clients.");
	}

	@Test
	void otherBeansThatAreMissingAreLeftToSpringBoot(CapturedOutput output) {
		startFails(Other.class);
		assertThat(output).contains("required a bean of type 'java.lang.StringBuilder' that could not be found")
			.doesNotContain("HTTP/2 client named");
	}

	private static void startFails(Class<?> application, String... arguments) {
		SpringApplication start = new SpringApplicationBuilder(application).web(WebApplicationType.NONE).build();
		assertThatException().isThrownBy(() -> start.run(arguments));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(H2ClientAutoConfiguration.class)
	static class Shop {

		@Bean
		String shop(@Qualifier("ordres") H2Client client) {
			return "shop of " + client;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(H2ClientAutoConfiguration.class)
	static class Other {

		@Bean
		String shop(@Qualifier("ordres") StringBuilder text) {
			return "shop of " + text;
		}

	}

}
