package io.conpool.autoconfigure;

import java.util.Map;
import java.util.function.Consumer;

import io.conpool.H2Client;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

class AheadOfTimeTests {

	private static final Map<String, Object> PROPERTIES = Map.of("conpool.h2.clients.orders.pool.max-connections", "2");

	@Test
	@CompileWithForkedClassLoader
	void namedClientsAreInjectedIntoAnApplicationThatWasProcessedAheadOfTime() {
		processed((context) -> {
			Shop.Clients clients = context.getBean(Shop.Clients.class);
			H2ClientRegistry registry = context.getBean(H2ClientRegistry.class);
			assertThat(registry.names()).containsExactly("default", "orders");
			assertThat(clients.orders()).isSameAs(registry.client("orders"));
			assertThat(clients.standard()).isSameAs(context.getBean(H2Client.class)).isNotSameAs(clients.orders());
			assertThat(registry.pools()).containsOnlyKeys("default");
		});
	}

	@Test
	void propertiesOfClientsCanBeBoundInANativeImage() {
		TestGenerationContext generation = new TestGenerationContext();
		try (AnnotationConfigApplicationContext context = context()) {
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		assertThat(RuntimeHintsPredicates.reflection()
			.onConstructorInvocation(H2ClientProperties.class.getDeclaredConstructors()[0]))
			.accepts(generation.getRuntimeHints());
		assertThat(RuntimeHintsPredicates.reflection()
			.onConstructorInvocation(H2ClientProperties.Pool.class.getDeclaredConstructors()[0]))
			.accepts(generation.getRuntimeHints());
	}

	@SuppressWarnings("unchecked")
	private static void processed(Consumer<GenericApplicationContext> use) {
		TestGenerationContext generation = new TestGenerationContext();
		ClassName initializer;
		try (AnnotationConfigApplicationContext context = context()) {
			initializer = new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
			generation.writeGeneratedContent();
		}
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				set(context.getEnvironment());
				compiled.getInstance(ApplicationContextInitializer.class, initializer.toString()).initialize(context);
				context.refresh();
				use.accept(context);
			}
		});
	}

	private static AnnotationConfigApplicationContext context() {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		set(context.getEnvironment());
		context.register(Shop.class, H2ClientAutoConfiguration.class, SslAutoConfiguration.class);
		return context;
	}

	private static void set(ConfigurableEnvironment environment) {
		environment.getPropertySources().addFirst(new MapPropertySource("test", PROPERTIES));
	}

	@Configuration(proxyBeanMethods = false)
	static class Shop {

		record Clients(H2Client standard, H2Client orders) {
		}

		@Bean
		Clients clients(H2Client standard, @Qualifier("orders") H2Client orders) {
			return new Clients(standard, orders);
		}

	}

}
