using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;

namespace CityActors.Silo.Requests;

/// <summary>What a query parameter may be, beyond what its type says.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">The only values it has, or null: any of its type.</param>
/// <param name="Fits">Whether a value has the right form, or null.</param>
/// <param name="Wanted">The right form, for messages.</param>
/// <param name="Type">Its type where the handler does not declare it.</param>
internal sealed record QueryRule(
    string Name, Func<IServiceProvider, IReadOnlyList<string>>? Values = null, Func<string, bool>? Fits = null, string Wanted = "", Type? Type = null);

/// <summary>The query parameters of an endpoint: those its handler declares, and the rules given with it.</summary>
internal sealed class QueryParameters
{
    private const string Cursor = "cursor";

    private static readonly Type[] Types = [typeof(string), typeof(int), typeof(long), typeof(bool), typeof(DateTimeOffset)];

    private readonly Dictionary<string, (Type Type, QueryRule? Rule)> known = new(StringComparer.Ordinal);
    private readonly List<string> required = [];

    private QueryParameters()
    {
    }

    /// <summary>The parameters of an endpoint.</summary>
    public static QueryParameters Of(EndpointBuilder endpoint)
    {
        var found = new QueryParameters();
        var rules = endpoint.Metadata.OfType<QueryRule>().ToDictionary(static rule => rule.Name, StringComparer.Ordinal);
        var route = ((RouteEndpointBuilder)endpoint).RoutePattern;
        foreach (var parameter in endpoint.Metadata.OfType<MethodInfo>().SelectMany(static handler => handler.GetParameters()))
        {
            var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
            if (!Types.Contains(type) || route.GetParameter(parameter.Name!) is not null || parameter.GetCustomAttributes().OfType<IFromHeaderMetadata>().Any())
            {
                continue;
            }

            found.known[parameter.Name!] = (type, rules.GetValueOrDefault(parameter.Name!));
            if (new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.NotNull)
            {
                found.required.Add(parameter.Name!);
            }
        }

        foreach (var rule in rules.Values.Where(rule => rule.Type is not null))
        {
            found.known[rule.Name] = (rule.Type!, rule);
        }

        return found;
    }

    /// <summary>Why a request's query is refused, or null.</summary>
    public IResult? Refuse(HttpContext context)
    {
        var query = context.Request.Query;
        foreach (var (name, values) in query)
        {
            if (!known.TryGetValue(name, out var parameter))
            {
                var taken = known.Count == 0 ? "this call takes none" : $"this call takes {string.Join(", ", known.Keys.Order(StringComparer.Ordinal))}";
                return Problems.Bad("unknown-parameter", $"There is no query parameter '{name}': {taken}.", name, $"没有查询参数“{name}”。");
            }

            if (WhyNot(name, values, parameter.Type, parameter.Rule, context.RequestServices) is { } wrong)
            {
                return Problems.Bad($"bad-{name}", $"'{name}' {wrong}.", name, $"查询参数“{name}”的值无效。");
            }
        }

        return required.Find(name => !query.ContainsKey(name)) is { } missing
            ? Problems.Bad("missing-parameter", $"The query parameter '{missing}' is missing.", missing, $"缺少查询参数“{missing}”。")
            : null;
    }

    private static string? WhyNot(string name, StringValues values, Type type, QueryRule? rule, IServiceProvider services)
    {
        if (values.Count != 1)
        {
            return "is given more than once";
        }

        var text = values.ToString();
        var allowed = rule?.Values?.Invoke(services);
        return text switch
        {
            "" when name == Cursor => null, // Nothing before it: the first page.
            "" => "is empty: leave it out to ask for any",
            _ when allowed is not null => allowed.Contains(text, StringComparer.Ordinal) ? null : $"is '{text}', which is none of its values: {string.Join(", ", allowed)}",
            _ when rule?.Fits is { } fits => fits(text) ? null : $"is '{text}'; it is {rule.Wanted}",
            _ when type == typeof(bool) => text is "true" or "false" ? null : $"is '{text}'; it is true or false",
            _ when type == typeof(int) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : $"is '{text}'; it is a whole number, not negative",
            _ when type == typeof(long) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : $"is '{text}'; it is a whole number, not negative",
            _ when type == typeof(DateTimeOffset) => Instants.TryRead(text, out _) ? null : $"is '{text}'; it is {Instants.Wanted} (a plus sign in an address is written %2B)",
            _ => null,
        };
    }
}
